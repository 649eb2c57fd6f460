import type {
  CallToolResult,
  GetPromptResult,
  ListPromptsResult,
  ListResourcesResult,
  ListResourceTemplatesResult,
  ListToolsResult,
  ReadResourceResult,
  Result,
  Server,
  ServerContext,
} from '@modelcontextprotocol/server';
import { ASKING_TOOLS } from './asking-tools.ts';
import { CONTENT_TOOLS } from './content-tools.ts';
import { REQUIRED_INPUT_TOOLS } from './required-input-tools.ts';
import { TEST_PROMPTS } from './prompts.ts';
import { TEST_RESOURCES, TEST_TEMPLATES, testContents } from './resources.ts';

type Handler<T extends Result> = (request: object, context: ServerContext) => Promise<T>;

const TOOLS = [...CONTENT_TOOLS, ...ASKING_TOOLS, ...REQUIRED_INPUT_TOOLS];

/** What answers this method already, which is that method's result. The SDK offers it to its own subclasses alone. */
function ownHandler<T extends Result>(server: Server, method: string): Handler<T> {
  const find = Reflect.get(server, '_getRequestHandler') as ((method: string) => Handler<T> | undefined) | undefined;
  const own = find?.call(server, method);
  if (own === undefined) throw new Error(`this SDK says nothing of what answers ${method}`);
  return own;
}

function extendLists(server: Server): void {
  const tools = ownHandler<ListToolsResult>(server, 'tools/list');
  server.setRequestHandler('tools/list', async (...asked) => {
    const list = await tools(...asked);
    return { ...list, tools: [...list.tools, ...TOOLS.map(({ tool }) => tool)] };
  });
  const prompts = ownHandler<ListPromptsResult>(server, 'prompts/list');
  server.setRequestHandler('prompts/list', async (...asked) => {
    const list = await prompts(...asked);
    return { ...list, prompts: [...list.prompts, ...TEST_PROMPTS.map(({ prompt }) => prompt)] };
  });
  const resources = ownHandler<ListResourcesResult>(server, 'resources/list');
  server.setRequestHandler('resources/list', async (...asked) => {
    const list = await resources(...asked);
    return { ...list, resources: [...list.resources, ...TEST_RESOURCES] };
  });
  const templates = ownHandler<ListResourceTemplatesResult>(server, 'resources/templates/list');
  server.setRequestHandler('resources/templates/list', async (...asked) => {
    const list = await templates(...asked);
    return { ...list, resourceTemplates: [...list.resourceTemplates, ...TEST_TEMPLATES] };
  });
}

/**
 * Adds to a server what the scenarios of the suite call by name. Everything else is answered as it was, by the server's own handlers;
 * what a request passes before any handler is not touched.
 */
export function extendForSuite(server: Server): void {
  server.registerCapabilities({ logging: {}, completions: {} });
  extendLists(server);
  const call = ownHandler<CallToolResult>(server, 'tools/call');
  const get = ownHandler<GetPromptResult>(server, 'prompts/get');
  const read = ownHandler<ReadResourceResult>(server, 'resources/read');
  server.setRequestHandler('tools/call', async (request, context) => {
    const { name, arguments: args = {} } = request.params;
    const found = TOOLS.find(({ tool }) => tool.name === name);
    return found === undefined ? call(request, context) : found.call(args, context);
  });
  server.setRequestHandler('prompts/get', async (request, context) => {
    const { name, arguments: args = {} } = request.params;
    const found = TEST_PROMPTS.find(({ prompt }) => prompt.name === name);
    return found === undefined ? get(request, context) : found.get(args, context);
  });
  server.setRequestHandler('resources/read', async (request, context) => {
    const found = testContents(request.params.uri);
    return found === undefined ? read(request, context) : { contents: [found] };
  });
  server.setRequestHandler('completion/complete', () => ({ completion: { values: [], total: 0, hasMore: false } }));
}
