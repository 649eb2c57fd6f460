import { foundIn, type Call } from './call.ts';
import type { CallRefusal } from './refusal.ts';

/** What is stopped, to the one who is: a refusal names no id, not even the company's. */
function stoppedWords(stoppedBy: string): string {
  switch (stoppedBy.split(' ', 1)[0]) {
    case 'person':
      return 'everything of yours';
    case 'tool':
      return 'this tool';
    case 'tenant':
      return 'everything of your company';
    default:
      return 'the agent that calls';
  }
}

/** Step 3. A person, agent, client, tool or tenant that an administrator stopped. */
export function checkSwitches(call: Call): CallRefusal | undefined {
  const { stoppedBy } = foundIn(call, 'standing');
  if (stoppedBy === null) return undefined;
  return {
    step: 'switches',
    code: 'stopped',
    reason: `an administrator stopped ${stoppedWords(stoppedBy)}; ask them before trying again`,
  };
}
