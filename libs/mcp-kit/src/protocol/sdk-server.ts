import { ProtocolError, ProtocolErrorCode, Server, type ServerContext } from '@modelcontextprotocol/server';
import { definitionOf } from '../definition.ts';
import type { Principal, Runtime } from '../runtime.ts';
import { readResource } from '../resources/read-resource.ts';
import { handleToolCall } from './tool-handlers.ts';

/** Lists are the same for everybody of a server, and change only with its version. */
const LISTS = { ttlMs: 60_000, cacheScope: 'private' } as const;
const NEVER = { ttlMs: 0, cacheScope: 'private' } as const;

/** What a fault becomes on the wire: nothing of it. It is logged and counted where `onFault` says. */
function internalError(): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InternalError, 'Internal error. Nothing was left half done; try again.');
}

/**
 * The SDK's low-level server over our lists and steps. Not `registerTool`: it answers unknown tools and bad input before any code of
 * ours could count, limit or record them. Cheap to make: a probe instance may be thrown away.
 */
export function sdkServer(runtime: Runtime, principal: Principal, onHandled: (context: ServerContext) => void): Server {
  const { definition } = runtime;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the low-level server is the only door before tool lookup
  const server = new Server(
    { name: `supercargo-${definition.name}`, title: definition.title, version: definition.version },
    {
      capabilities: { tools: {}, resources: {}, prompts: {} },
      instructions: definition.instructions,
      cacheHints: {
        'tools/list': LISTS,
        'prompts/list': LISTS,
        'resources/list': LISTS,
        'resources/templates/list': LISTS,
        'resources/read': NEVER,
      },
    },
  );
  const tools = [...runtime.tools.values()].map(({ tool }) => definitionOf(tool));

  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('tools/call', async (request, context) => {
    onHandled(context);
    try {
      return await handleToolCall(runtime, principal, server, request.params, context);
    } catch (fault) {
      runtime.onFault(fault, `tools/call ${request.params.name.slice(0, 64)}`);
      throw internalError();
    }
  });
  server.setRequestHandler('resources/list', () => ({ resources: [] }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: definition.resources.map(({ name, title, description, uriTemplate }) => ({
      name,
      title,
      description,
      uriTemplate,
      mimeType: 'application/json',
    })),
  }));
  server.setRequestHandler('resources/read', async (request, context) => {
    onHandled(context);
    try {
      return await readResource(runtime, principal, request.params.uri);
    } catch (fault) {
      if (fault instanceof ProtocolError) throw fault;
      runtime.onFault(fault, 'resources/read');
      throw internalError();
    }
  });
  server.setRequestHandler('prompts/list', () => ({
    prompts: definition.prompts.map(({ name, title, description }) => ({ name, title, description })),
  }));
  server.setRequestHandler('prompts/get', (request) => {
    const prompt = definition.prompts.find(({ name }) => name === request.params.name);
    if (prompt === undefined) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no such prompt; there are ${definition.prompts.map(({ name }) => name).join(', ') || 'none'}.`,
      );
    }
    return {
      description: prompt.description,
      messages: [{ role: 'user', content: { type: 'text', text: prompt.text } }],
    };
  });
  return server;
}
