import type { HttpCall, HttpRefusal, HttpStep } from './http-call.ts';
import { authenticate } from './steps/authenticate.ts';
import { boundInFlight } from './steps/bound-in-flight.ts';
import { boundRate } from './steps/bound-rate.ts';
import { checkAgreement } from './steps/check-agreement.ts';
import { checkCaller } from './steps/check-caller.ts';
import { checkContent } from './steps/check-content.ts';
import { checkHost } from './steps/check-host.ts';
import { checkMethod } from './steps/check-method.ts';
import { checkOrigin } from './steps/check-origin.ts';
import { checkSize } from './steps/check-size.ts';
import { checkTarget } from './steps/check-target.ts';
import { findEra } from './steps/find-era.ts';
import { findSession } from './steps/find-session.ts';
import { readBody } from './steps/read-body.ts';
import { readMessage } from './steps/read-message.ts';

/** What every request passes, whatever it is for. */
export const siteSteps: readonly HttpStep[] = [checkTarget, checkHost, checkOrigin];

/**
 * What a request to `/mcp` passes after these, before the protocol. A missing step is a hole here, on this screen. Nothing that a
 * caller without a token sends is read as JSON: what is refused after `authenticate` is recorded in the caller's company.
 */
export const httpSteps: readonly HttpStep[] = [
  checkMethod,
  checkContent,
  checkSize,
  authenticate,
  boundRate,
  checkCaller,
  readBody,
  readMessage,
  findEra,
  checkAgreement,
  findSession,
  boundInFlight,
];

/** Takes the request through the steps, in order, up to the first refusal. */
export async function throughHttpSteps(call: HttpCall, steps: readonly HttpStep[]): Promise<HttpRefusal | undefined> {
  for (const step of steps) {
    // Most steps have nothing to wait for, and each wait is a turn of the queue.
    const answer = step(call);
    const refusal = answer instanceof Promise ? await answer : answer;
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
