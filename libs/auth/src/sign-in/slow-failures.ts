import type { SignInStep } from './sign-in.ts';

export const slowFailures: SignInStep = {
  name: 'failures',
  holds: 'after many failures of an address, its tokens that are not remembered are looked at once a second',
  check: async ({ desk, presented, found, told }) => {
    if (found.verified !== undefined) return undefined;
    const seconds = await desk.failures.slowed(presented.address);
    if (seconds === undefined) return undefined;
    told.retryAfter = seconds;
    return 'sign_ins_slowed';
  },
};
