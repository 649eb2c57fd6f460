import { setTimeout as sleep } from 'node:timers/promises';
import { ok } from '@supercargo/kernel';
import * as z from 'zod';
import { defineReadTool } from './tool.ts';

const echo = defineReadTool({
  name: 'echo',
  title: 'Echo',
  description: 'Says it back after a while.',
  scopes: ['inventory:read'],
  input: z.strictObject({ text: z.string().max(100), wait_ms: z.int().min(0).max(2_000) }),
  output: z.strictObject({ text: z.string(), person: z.string() }),
  read: async ({ text, wait_ms: waitMs }, { caller }) => {
    await sleep(waitMs);
    return ok({ text, person: caller.person });
  },
});

/** A server of one tool, as the login of a real one: what the kit does by itself, without a trade. */
export const ECHO = {
  definition: {
    name: 'inventory',
    title: 'Echo',
    version: '0.0.1',
    instructions: 'Says things back.',
    tools: [echo],
    resources: [],
    prompts: [{ name: 'hello', title: 'Hello', description: 'Says hello.', text: 'Hello.' }],
    scopesByRole: { supply_chain_manager: ['inventory:read'] },
  },
  login: 'supercargo_inventory',
  load: () => Promise.resolve(),
} as const;
