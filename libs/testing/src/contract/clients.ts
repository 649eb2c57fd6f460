import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport as FirstTransport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ElicitRequestSchema,
  ResourceUpdatedNotificationSchema,
  type ElicitResult,
} from '@modelcontextprotocol/sdk/types.js';
import { LineClient, type ServerStreams } from './line-client.ts';

/** The clients that installed hosts have: today's SDK in both eras of the protocol, and the first line of the SDK. */
export const CLIENTS = ['2026-07-28', '2025-11-25', 'first line'] as const;
export type ClientKind = (typeof CLIENTS)[number];

/** What the person at the host does with the form or the link that they are shown. Absent: the host can show neither. */
export type Elicit = (message: string, asked?: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** What a host declares that it can show, where it is not forms alone, in the way of its SDK. */
// A type, because those of the SDKs take no interface for it.
export type Shows = {
  readonly form?: Record<string, never>;
  readonly url?: Record<string, never>;
};

/** A tool's result as a client has it after its own checks: the SDKs hold structured content against the output schema. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly structured: Readonly<Record<string, unknown>> | undefined;
  readonly texts: readonly string[];
}

/** What was subscribed to: with `subscriptions/listen`, or, before 2026-07-28, each by itself. */
export interface TestSubscription {
  /** How it ended. Before 2026-07-28 a client is not told. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface TestClient {
  readonly protocol: string | undefined;
  readonly toolNames: readonly string[];
  call(name: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<ToolAnswer>;
  readResource(uri: string): Promise<string>;
  /** Resources and templates that the server lists, by URI. */
  resourceUris(): Promise<readonly string[]>;
  /** The URIs that the server said have changed, in the order in which it did. */
  readonly changed: readonly string[];
  subscribe(...uris: readonly string[]): Promise<TestSubscription>;
  close(): Promise<void>;
}

interface Result {
  readonly isError?: boolean;
  readonly structuredContent?: ToolAnswer['structured'];
  readonly content?: readonly { readonly text?: string }[];
}

function answerOf(received: object): ToolAnswer {
  // Both SDKs have parsed the result; their types for it differ.
  const { isError, structuredContent, content } = received as Result;
  return {
    isError: isError === true,
    structured: structuredContent,
    texts: (content ?? []).map(({ text }) => text ?? ''),
  };
}

interface Contents {
  readonly contents: readonly object[];
}

function textOf({ contents }: Contents): string {
  return contents
    .map((content) => ('text' in content && typeof content.text === 'string' ? content.text : ''))
    .join('\n');
}

const UPDATED = 'notifications/resources/updated';

/** As much of both SDKs' clients as subscribing and listing take. */
interface ResourceClient {
  subscribeResource(params: { readonly uri: string }): Promise<unknown>;
  unsubscribeResource(params: { readonly uri: string }): Promise<unknown>;
  listResources(): Promise<{ readonly resources: readonly { readonly uri: string }[] }>;
  listResourceTemplates(): Promise<{ readonly resourceTemplates: readonly { readonly uriTemplate: string }[] }>;
}

async function subscribeEach(client: ResourceClient, uris: readonly string[]): Promise<TestSubscription> {
  for (const uri of uris) await client.subscribeResource({ uri });
  return {
    ended: new Promise(() => undefined),
    stop: async () => {
      for (const uri of uris) await client.unsubscribeResource({ uri });
    },
  };
}

async function resourceUris(client: ResourceClient): Promise<readonly string[]> {
  const [{ resources }, { resourceTemplates }] = [await client.listResources(), await client.listResourceTemplates()];
  return [...resources.map(({ uri }) => uri), ...resourceTemplates.map(({ uriTemplate }) => uriTemplate)];
}

const INFO = { name: 'a host', version: '1' };
/** Longer than any of these tests waits, so that what ends a call is the test and not the client's patience. */
const PATIENCE_MS = 25_000;

async function connectNew(
  transport: Transport,
  kind: ClientKind,
  elicit: Elicit | undefined,
  shows: Shows = { form: {} },
): Promise<TestClient> {
  const client = new Client(INFO, {
    capabilities: elicit === undefined ? {} : { elicitation: shows },
    ...(kind === '2026-07-28' ? { versionNegotiation: { mode: 'auto' as const } } : {}),
  });
  if (elicit !== undefined) {
    client.setRequestHandler(
      'elicitation/create',
      async ({ params }) => (await elicit(params.message, { ...params })) as ElicitResult,
    );
  }
  const changed: string[] = [];
  client.setNotificationHandler(UPDATED, ({ params }) => void changed.push(params.uri));
  await client.connect(transport);
  const { tools } = await client.listTools();
  return {
    protocol: client.getNegotiatedProtocolVersion(),
    toolNames: tools.map(({ name }) => name),
    call: async (name, args, signal) =>
      answerOf(
        await client.callTool(
          { name, arguments: args },
          { timeout: PATIENCE_MS, ...(signal === undefined ? {} : { signal }) },
        ),
      ),
    readResource: async (uri) => textOf(await client.readResource({ uri })),
    resourceUris: () => resourceUris(client),
    changed,
    subscribe: async (...uris) => {
      if (kind !== '2026-07-28') return subscribeEach(client, uris);
      const listening = await client.listen({ resourceSubscriptions: [...uris] });
      return { ended: listening.closed, stop: () => listening.close() };
    },
    close: () => client.close(),
  };
}

async function connectFirst(
  transport: FirstTransport,
  elicit: Elicit | undefined,
  shows: Shows = {},
): Promise<TestClient> {
  const client = new FirstClient(INFO, { capabilities: elicit === undefined ? {} : { elicitation: shows } });
  if (elicit !== undefined) {
    client.setRequestHandler(
      ElicitRequestSchema,
      async ({ params }) => (await elicit(params.message, { ...params })) as ElicitResult,
    );
  }
  const changed: string[] = [];
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void changed.push(params.uri));
  await client.connect(transport);
  const { tools } = await client.listTools();
  return {
    protocol: undefined,
    toolNames: tools.map(({ name }) => name),
    call: async (name, args, signal) =>
      answerOf(
        await client.callTool({ name, arguments: args }, undefined, {
          timeout: PATIENCE_MS,
          ...(signal === undefined ? {} : { signal }),
        }),
      ),
    readResource: async (uri) => textOf(await client.readResource({ uri })),
    resourceUris: () => resourceUris(client),
    changed,
    subscribe: (...uris) => subscribeEach(client, uris),
    close: () => client.close(),
  };
}

/** Connects a real client to a server's streams, and asks for the tools, so that the client holds answers against their schemas. */
export async function connectClient(
  streams: ServerStreams,
  kind: ClientKind,
  elicit?: Elicit,
  shows?: Shows,
): Promise<TestClient> {
  const transport = new LineClient(streams);
  return kind === 'first line' ? connectFirst(transport, elicit, shows) : connectNew(transport, kind, elicit, shows);
}

/** The same over HTTP, as the bearer of a token. */
export async function connectHttp(
  url: string,
  token: string,
  kind: ClientKind,
  elicit?: Elicit,
  shows?: Shows,
): Promise<TestClient> {
  const options = { requestInit: { headers: { authorization: `Bearer ${token}` } } };
  // Its own type for a session's id differs from that of its transports by an undefined.
  if (kind === 'first line') {
    return connectFirst(new FirstHttpTransport(new URL(url), options), elicit, shows);
  }
  return connectNew(new StreamableHTTPClientTransport(new URL(url), options), kind, elicit, shows);
}
