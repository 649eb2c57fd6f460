import { setTimeout as sleep } from 'node:timers/promises';
import { MissingRequiredClientCapabilityError, type ServerContext, type Tool } from '@modelcontextprotocol/server';
import { embedded, IMAGE, text, WAV } from './samples.ts';
import { said, saidText, testTool, type TestTool } from './test-tool.ts';

const STEP_MS = 50;

/** `json-schema-2020-12`: as the suite writes it. */
const SCHEMA_2020_12: Tool['inputSchema'] = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

async function progress({ mcpReq }: ServerContext): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  for (const done of [0, 50, 100]) {
    if (done > 0) await sleep(STEP_MS);
    if (progressToken === undefined) continue;
    await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: done, total: 100 } });
  }
}

async function log({ mcpReq }: ServerContext): Promise<void> {
  await mcpReq.log('info', 'Tool execution started');
  await sleep(STEP_MS);
  await mcpReq.log('info', 'Tool processing data');
  await sleep(STEP_MS);
  await mcpReq.log('info', 'Tool execution completed');
}

/** Tools whose answer is content of one kind or another, or none. */
export const CONTENT_TOOLS: readonly TestTool[] = [
  testTool('test_simple_text', () => saidText('This is a simple text response for testing.')),
  testTool('test_image_content', () => said(IMAGE)),
  testTool('test_audio_content', () => said({ type: 'audio', data: WAV, mimeType: 'audio/wav' })),
  testTool('test_embedded_resource', () =>
    said(embedded('test://embedded-resource', 'This is an embedded resource content.')),
  ),
  testTool('test_multiple_content_types', () =>
    said(
      text('Multiple content types test:'),
      IMAGE,
      embedded('test://mixed-content-resource', '{"test":"data","value":123}', 'application/json'),
    ),
  ),
  testTool('test_error_handling', () => ({
    ...saidText('This tool intentionally returns an error for testing'),
    isError: true,
  })),
  testTool('test_tool_with_progress', async (_args, context) => {
    await progress(context);
    return saidText('done');
  }),
  testTool('test_tool_with_logging', async (_args, context) => {
    await log(context);
    return saidText('done');
  }),
  testTool('test_logging_tool', async (_args, context) => {
    await log(context);
    return saidText('done');
  }),
  testTool('test_reconnection', () => saidText('done')),
  testTool('test_missing_capability', () => {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
  }),
  testTool('json_schema_2020_12_tool', () => saidText('done'), SCHEMA_2020_12),
];
