import type { Call } from './call.ts';
import { quoted, type CallRefusal } from './refusal.ts';

/** Step 1. An unknown tool is refused with the names that exist. */
export function findTool(call: Call): CallRefusal | undefined {
  const prepared = call.runtime.tools.get(call.name);
  if (prepared === undefined) {
    return {
      step: 'tool',
      code: 'unknown_tool',
      reason: `there is no tool ${quoted(call.name)} on this server`,
      accepted: [...call.runtime.tools.keys()].join(', '),
    };
  }
  call.found.tool = prepared;
  call.found.target = prepared.tool;
  return undefined;
}
