import type { ElicitRequestFormParams, ServerContext } from '@modelcontextprotocol/server';
import { saidText, testTool, type TestTool } from './test-tool.ts';

/** Before 2026-07-28 a server asks in the middle of a call; a client that cannot be asked gets the SDK's error. */
async function elicited(
  context: ServerContext,
  message: string,
  requestedSchema: ElicitRequestFormParams['requestedSchema'],
  label = 'Elicitation completed',
): Promise<ReturnType<typeof saidText>> {
  const { action, content } = await context.mcpReq.elicitInput({ mode: 'form', message, requestedSchema });
  return saidText(`${label}: action=${action}, content=${JSON.stringify(content ?? {})}`);
}

const DEFAULTS: ElicitRequestFormParams['requestedSchema'] = {
  type: 'object',
  properties: {
    name: { type: 'string', default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  },
};

const titled = (value: string, title: string): readonly { readonly const: string; readonly title: string }[] =>
  ['First', 'Second', 'Third'].map((ordinal, at) => ({ const: `${value}${at + 1}`, title: `${ordinal} ${title}` }));

const OPTIONS = ['option1', 'option2', 'option3'];

const ENUMS: ElicitRequestFormParams['requestedSchema'] = {
  type: 'object',
  properties: {
    untitledSingle: { type: 'string', enum: OPTIONS },
    titledSingle: { type: 'string', oneOf: [...titled('value', 'Option')] },
    legacyEnum: {
      type: 'string',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option One', 'Option Two', 'Option Three'],
    },
    untitledMulti: { type: 'array', items: { type: 'string', enum: OPTIONS } },
    titledMulti: { type: 'array', items: { anyOf: [...titled('value', 'Choice')] } },
  },
};

const USER: ElicitRequestFormParams['requestedSchema'] = {
  type: 'object',
  properties: {
    username: { type: 'string', description: "User's response" },
    email: { type: 'string', description: "User's email address" },
  },
  required: ['username', 'email'],
};

const wanting = (name: string): NonNullable<Parameters<typeof testTool>[2]> => ({
  type: 'object',
  properties: { [name]: { type: 'string' } },
  required: [name],
  additionalProperties: false,
});

async function sampled(context: ServerContext, prompt: string): Promise<ReturnType<typeof saidText>> {
  const { content } = await context.mcpReq.requestSampling({
    messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
    maxTokens: 100,
  });
  return saidText(`LLM response: ${JSON.stringify(content)}`);
}

/** Tools that ask their client in the middle of a call, as it was before 2026-07-28. */
export const ASKING_TOOLS: readonly TestTool[] = [
  testTool('test_sampling', ({ prompt }, context) => sampled(context, String(prompt)), wanting('prompt')),
  testTool(
    'test_elicitation',
    ({ message }, context) => elicited(context, String(message), USER, 'User response'),
    wanting('message'),
  ),
  testTool('test_elicitation_sep1034_defaults', (_args, context) =>
    elicited(context, 'Please review the defaults', DEFAULTS),
  ),
  testTool('test_elicitation_sep1330_enums', (_args, context) => elicited(context, 'Please choose', ENUMS)),
];
