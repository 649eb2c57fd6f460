const answerMs = 2_000;

/** Whether a program at that origin says of itself what ours would say: its kind, and the process that it is. */
export async function answersAs(origin: string, said: Readonly<Record<string, unknown>>): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(answerMs);
    const response = await fetch(`${origin}/healthz`, { signal, redirect: 'error' });
    return (await response.text()) === JSON.stringify(said);
  } catch {
    return false;
  }
}
