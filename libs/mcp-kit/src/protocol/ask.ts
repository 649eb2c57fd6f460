import { randomUUID } from 'node:crypto';
import { inputRequired, type InputRequest, type ServerContext } from '@modelcontextprotocol/server';
import { consentForm, consentFrom, type ConsentAnswer } from '../write/consent.ts';
import { approvalLink, type Question } from '../write/question.ts';

/** Hosts give up on a call after 60 s; the request waits all the same. */
const ELICITATION_MS_MAX = 55_000;

/** A question as an entry of `inputRequests` (2026-07-28), under the key of its kind. */
export function inputRequestsOf(question: Question): Readonly<Record<string, InputRequest>> {
  switch (question.kind) {
    case 'consent':
      return { consent: inputRequired.elicit({ mode: 'form', ...consentForm(question.request) }) };
    case 'approval':
      return { approval: inputRequired.elicitUrl(approvalLink(question)) };
  }
}

/** What is handed back as the answer to the one question whose answer counts. That a page was opened consents to nothing, so it is not read. */
export function handedBack(context: ServerContext): ConsentAnswer {
  return consentFrom(context.mcpReq.inputResponses?.['consent']);
}

type Asked = Parameters<ServerContext['mcpReq']['elicitInput']>[0];

/** The same as a request of its own (2025-11-25); its link under an id that is used for nothing else. */
function elicitationOf(question: Question): Asked {
  if (question.kind === 'approval') return { mode: 'url', elicitationId: randomUUID(), ...approvalLink(question) };
  const form = consentForm(question.request);
  return { mode: 'form', ...form, requestedSchema: { ...form.requestedSchema, required: ['confirm'] } };
}

/** On 2025-era connections the question goes out as a request of its own, inside the call. No answer loses nothing. */
export async function askOnConnection(
  context: ServerContext,
  inputEnded: AbortSignal,
  question: Question,
): Promise<ConsentAnswer> {
  try {
    const answer = await context.mcpReq.elicitInput(elicitationOf(question), {
      timeout: ELICITATION_MS_MAX,
      signal: AbortSignal.any([context.mcpReq.signal, inputEnded]),
      // Asked on the call's own stream: no client has to keep another one open (2025-11-25, "Streamable HTTP").
      relatedRequestId: context.mcpReq.id,
    });
    return question.kind === 'consent' ? consentFrom(answer) : 'unanswered';
  } catch {
    // A host that hangs up, times out or answers nonsense has not consented.
    return 'unanswered';
  }
}
