import { RateLimiterRes } from 'rate-limiter-flexible';
import { foundIn, type Call } from './call.ts';
import type { CallRefusal } from './refusal.ts';

/** Step 4. Bounded by tenant, principal and tool. A limiter that fails refuses. */
export async function limitRate(call: Call): Promise<CallRefusal | undefined> {
  const { runtime, principal } = call;
  try {
    await runtime.limiter.consume(`${principal.tenant}/${principal.person}/${foundIn(call, 'target').name}`);
    return undefined;
  } catch (limited) {
    if (!(limited instanceof RateLimiterRes)) runtime.onFault(limited, 'rate limiter');
    const seconds = limited instanceof RateLimiterRes ? Math.ceil(limited.msBeforeNext / 1000) : 1;
    return {
      step: 'rate',
      code: 'rate_limited',
      reason: 'too many calls of this tool',
      accepted: `try again in ${seconds.toString()} s`,
      retrySeconds: seconds,
    };
  }
}
