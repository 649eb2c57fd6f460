const STOPPED_MS = 1_000;

/** Says whether that long was waited, asked again and again: where more than a second lies between, this process was stopped, and so were those that it waits for. */
export function startPatience(ms: number, now: () => number = () => performance.now()): () => boolean {
  let waited = 0;
  let last = now();
  return () => {
    waited += Math.min(now() - last, STOPPED_MS);
    last = now();
    return waited > ms;
  };
}
