import { ProtocolError, ProtocolErrorCode, Server, type ServerContext } from '@modelcontextprotocol/server';
import { definitionOf } from '../definition.ts';
import type { Principal, Runtime } from '../runtime.ts';
import type { ResourceTemplate, ServerDefinition } from '../server-definition.ts';
import { isFixed } from '../resources/match-uri.ts';
import { readResource, refusedResource } from '../resources/read-resource.ts';
import { subscribe, unsubscribe } from '../watch/subscribe.ts';
import type { Watch } from '../watch/watch.ts';
import { handleToolCall } from './tool-handlers.ts';

/** Lists are the same for everybody of a server, and change only with its version. */
const LISTS = { ttlMs: 60_000, cacheScope: 'private' } as const;
const NEVER = { ttlMs: 0, cacheScope: 'private' } as const;

/** What a fault becomes on the wire: nothing of it. It is logged and counted where `onFault` says. */
export function internalError(): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InternalError, 'Internal error. Nothing was left half done; try again.');
}

/** What the handlers have to know of the connection they answer on. */
export interface Connection {
  /** Told that a handler of ours has taken a request over, and with it its record. */
  readonly onHandled: (context: ServerContext) => void;
  /** Aborted once nothing comes in any more: whoever is asked then cannot answer. */
  readonly inputEnded: AbortSignal;
  /** What the connection watches. */
  readonly watch: Watch;
}

/** A handler of ours: the request's record is ours to write, and what it throws stays with us unless it is meant for the caller. */
async function handled<T>(runtime: Runtime, where: string, handle: () => Promise<T>): Promise<T> {
  try {
    return await handle();
  } catch (fault) {
    if (fault instanceof ProtocolError) throw fault;
    runtime.onFault(fault, where);
    throw internalError();
  }
}

function handleTools(server: Server, runtime: Runtime, principal: Principal, connection: Connection): void {
  const tools = [...runtime.tools.values()].map(({ tool }) => definitionOf(tool));
  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('tools/call', async (request, context) => {
    connection.onHandled(context);
    return handled(runtime, `tools/call ${request.params.name.slice(0, 64)}`, () =>
      handleToolCall(runtime, principal, { server, inputEnded: connection.inputEnded }, request.params, context),
    );
  });
}

function handleResources(server: Server, runtime: Runtime, principal: Principal, connection: Connection): void {
  const { resources } = runtime.definition;
  const shown = ({
    name,
    title,
    description,
  }: ResourceTemplate): Pick<ResourceTemplate, 'name' | 'title' | 'description'> & { readonly mimeType: string } => ({
    ...{ name, title, description, mimeType: 'application/json' },
  });
  server.setRequestHandler('resources/list', () => ({
    resources: resources.filter(isFixed).map((each) => ({ ...shown(each), uri: each.uriTemplate })),
  }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: resources
      .filter((each) => !isFixed(each))
      .map((each) => ({ ...shown(each), uriTemplate: each.uriTemplate })),
  }));
  server.setRequestHandler('resources/read', async (request, context) => {
    connection.onHandled(context);
    return handled(runtime, 'resources/read', () => readResource(runtime, principal, request.params.uri));
  });
}

function isWatchable({ resources }: ServerDefinition): boolean {
  return resources.some(({ watchable }) => watchable === true);
}

/** Before 2026-07-28. Since then the SDK takes `subscriptions/listen` before any handler; see `listen-transport.ts`. */
function handleSubscriptions(server: Server, runtime: Runtime, principal: Principal, connection: Connection): void {
  const subscriber = { runtime, principal, watch: connection.watch };
  server.setRequestHandler('resources/subscribe', async ({ params }, context) => {
    connection.onHandled(context);
    return handled(runtime, 'resources/subscribe', async () => {
      const refusal = await subscribe(subscriber, 'resources/subscribe', null, [params.uri]);
      if (refusal !== undefined) throw refusedResource(refusal);
      return {};
    });
  });
  server.setRequestHandler('resources/unsubscribe', async ({ params }, context) => {
    connection.onHandled(context);
    return handled(runtime, 'resources/unsubscribe', async () => {
      await unsubscribe(subscriber, params.uri);
      return {};
    });
  });
}

function handlePrompts(server: Server, { prompts }: ServerDefinition): void {
  server.setRequestHandler('prompts/list', () => ({
    prompts: prompts.map(({ name, title, description }) => ({ name, title, description })),
  }));
  server.setRequestHandler('prompts/get', (request) => {
    const prompt = prompts.find(({ name }) => name === request.params.name);
    if (prompt === undefined) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no such prompt; there are ${prompts.map(({ name }) => name).join(', ') || 'none'}.`,
      );
    }
    return {
      description: prompt.description,
      messages: [{ role: 'user', content: { type: 'text', text: prompt.text } }],
    };
  });
}

/**
 * The SDK's low-level server over our lists and steps. Not `registerTool`: it answers unknown tools and bad input before any code of
 * ours could count, limit or record them. Cheap to make: a probe instance may be thrown away.
 */
export function sdkServer(runtime: Runtime, principal: Principal, connection: Connection): Server {
  const { definition } = runtime;
  const server = new Server(
    { name: `supercargo-${definition.name}`, title: definition.title, version: definition.version },
    {
      capabilities: { tools: {}, resources: isWatchable(definition) ? { subscribe: true } : {}, prompts: {} },
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
  handleTools(server, runtime, principal, connection);
  handleResources(server, runtime, principal, connection);
  if (isWatchable(definition)) handleSubscriptions(server, runtime, principal, connection);
  handlePrompts(server, definition);
  return server;
}
