import type { Authenticator, Presented } from './identity.ts';

export interface SecondsOfChecks {
  /** The median of tokens that were not seen before. */
  readonly cold: number;
  /** The median of the same tokens when they are remembered. */
  readonly remembered: number;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * How long a sign-in takes, one at a time, in this process. Throws where one is refused: a refusal is quicker, and would
 * flatter the figure.
 *
 * @param requests each with a good token of its own that this authenticator has not seen, no more than it remembers
 */
export async function secondsOfChecks(
  { authenticate }: Authenticator,
  requests: readonly Presented[],
): Promise<SecondsOfChecks> {
  const round = async (): Promise<number> => {
    const seconds: number[] = [];
    for (const presented of requests) {
      const from = performance.now();
      const answer = await authenticate(presented);
      seconds.push((performance.now() - from) / 1_000);
      if (!answer.ok) throw new Error(`a request that was to be timed was refused: ${answer.refusal.reason}`);
    }
    return median(seconds);
  };
  return { cold: await round(), remembered: await round() };
}
