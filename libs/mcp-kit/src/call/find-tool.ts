import { ok, refuse, type Result } from '@supercargo/kernel';
import type { PreparedTool, Runtime } from '../runtime.ts';
import { quoted, type CallRefusal } from './refusal.ts';

/** Step 1. An unknown tool is refused with the names that exist. */
export function findTool(runtime: Runtime, name: string): Result<PreparedTool, CallRefusal> {
  const found = runtime.tools.get(name);
  if (found !== undefined) return ok(found);
  return refuse({
    step: 'tool',
    code: 'unknown_tool',
    reason: `there is no tool ${quoted(name)} on this server`,
    accepted: [...runtime.tools.keys()].join(', '),
  });
}
