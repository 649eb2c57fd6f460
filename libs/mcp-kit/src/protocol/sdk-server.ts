import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  TRACEPARENT_META_KEY,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { traceOf, type TraceContext } from '@supercargo/observe';
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

/** The SDK’s server as it serves here: its low-level one. */
export type SdkServer = Server;

/** What the handlers have to know of the connection they answer on. */
export interface Connection {
  /** Who makes this request: of one connection always the same over stdio, by each request's own token over HTTP. */
  readonly principalOf: (context: ServerContext) => Principal;
  /** The `traceparent` that came beside the request; what its `_meta` says goes before it. */
  readonly traceparentOf?: (context: ServerContext) => unknown;
  /** Told that a handler of ours has taken a request over, and with it its record. */
  readonly onHandled: (context: ServerContext) => void;
  /** Aborted once nothing comes in any more: whoever is asked then cannot answer. */
  readonly inputEnded: AbortSignal;
  /** What the connection watches; undefined where each listening has a watch of its own. */
  readonly watch: Watch | undefined;
  /** The versions that are spoken on it; the SDK's unless given. */
  readonly versions?: readonly string[];
}

/** A handler of ours: the request's record is ours to write, and what it throws stays with us unless it is meant for the caller. */
async function handled<T>(
  runtime: Runtime,
  where: string,
  trace: TraceContext,
  handle: (trace: TraceContext) => Promise<T>,
): Promise<T> {
  try {
    return await handle(trace);
  } catch (fault) {
    if (fault instanceof ProtocolError) throw fault;
    runtime.onFault(fault, where, trace.traceId);
    throw internalError();
  }
}

function traceIn(context: ServerContext, { traceparentOf }: Connection): TraceContext {
  return traceOf(context.mcpReq._meta?.[TRACEPARENT_META_KEY], traceparentOf?.(context));
}

function handleTools(server: Server, runtime: Runtime, connection: Connection): void {
  const tools = [...runtime.tools.values()].map(({ definition }) => definition);
  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('tools/call', async (request, context) => {
    connection.onHandled(context);
    const where = `tools/call ${request.params.name.slice(0, 64)}`;
    return handled(runtime, where, traceIn(context, connection), (trace) =>
      handleToolCall(
        runtime,
        connection.principalOf(context),
        { server, inputEnded: connection.inputEnded },
        request.params,
        context,
        trace,
      ),
    );
  });
}

function handleResources(server: Server, runtime: Runtime, connection: Connection): void {
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
    return handled(runtime, 'resources/read', traceIn(context, connection), (trace) =>
      readResource(runtime, connection.principalOf(context), request.params.uri, trace),
    );
  });
}

function isWatchable({ resources }: ServerDefinition): boolean {
  return resources.some(({ watchable }) => watchable === true);
}

/** Before 2026-07-28. Since then the SDK takes `subscriptions/listen` before any handler; see `listen-transport.ts`. */
function handleSubscriptions(server: Server, runtime: Runtime, connection: Connection, watch: Watch): void {
  const { onHandled, principalOf } = connection;
  server.setRequestHandler('resources/subscribe', async ({ params }, context) => {
    onHandled(context);
    return handled(runtime, 'resources/subscribe', traceIn(context, connection), async (trace) => {
      const principal = principalOf(context);
      const refusal = await subscribe({ runtime, principal, watch, trace }, 'resources/subscribe', null, [params.uri]);
      if (refusal !== undefined) throw refusedResource(principal, refusal);
      return {};
    });
  });
  server.setRequestHandler('resources/unsubscribe', async ({ params }, context) => {
    onHandled(context);
    return handled(runtime, 'resources/unsubscribe', traceIn(context, connection), async (trace) => {
      await unsubscribe({ runtime, principal: principalOf(context), watch, trace }, params.uri);
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
export function sdkServer(runtime: Runtime, connection: Connection): Server {
  const { definition } = runtime;
  const { versions, watch } = connection;
  const server = new Server(
    { name: `supercargo-${definition.name}`, title: definition.title, version: definition.version },
    {
      capabilities: { tools: {}, resources: isWatchable(definition) ? { subscribe: true } : {}, prompts: {} },
      instructions: definition.instructions,
      ...(versions === undefined ? {} : { supportedProtocolVersions: [...versions] }),
      cacheHints: {
        'tools/list': LISTS,
        'prompts/list': LISTS,
        'resources/list': LISTS,
        'resources/templates/list': LISTS,
        'resources/read': NEVER,
      },
    },
  );
  handleTools(server, runtime, connection);
  handleResources(server, runtime, connection);
  if (isWatchable(definition) && watch !== undefined) handleSubscriptions(server, runtime, connection, watch);
  handlePrompts(server, definition);
  return server;
}
