import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { UnauthorizedError as FirstUnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstHttpTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { PageReader } from '../signed-in/page-reader.ts';
import type { Client as InteropClient } from './client.ts';
import { CAN_SHOW, connectedOf, Shown } from './connected-of.ts';
import { Person } from './person.ts';
import { Provider } from './provider.ts';

const INFO = { name: 'a host', version: '1' };

const isUnauthorized = (error: unknown): boolean =>
  error instanceof UnauthorizedError || error instanceof FirstUnauthorizedError;

/** Does it, and does it again once where the client had to send its person to the browser first: that much is a host's part. */
async function withSignIn<T>(work: () => Promise<T>, finish: () => Promise<void>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    await finish();
    return work();
  }
}

/** A client and what it sends through, which a host makes anew once its person has signed in. */
interface Opened<Client, Transport> {
  readonly client: Client;
  readonly transport: Transport;
}

/** Connects, and connects anew after the sign-in that the first try leads to. */
async function connected<Client, Transport>(
  open: () => Opened<Client, Transport>,
  connect: (opened: Opened<Client, Transport>) => Promise<void>,
  finish: (transport: Transport) => Promise<void>,
): Promise<Opened<Client, Transport>> {
  let opened = open();
  await withSignIn(
    () => connect(opened),
    async () => {
      await finish(opened.transport);
      opened = open();
    },
  );
  return opened;
}

/** The SDK of today. */
export function sdkClient(pages: PageReader, version: string, protocol: '2026-07-28' | '2025-11-25'): InteropClient {
  const isModern = protocol === '2026-07-28';
  const options = {
    capabilities: CAN_SHOW,
    ...(isModern ? { versionNegotiation: { mode: 'auto' as const } } : {}),
  };
  return {
    ...{ name: '@modelcontextprotocol/client', version },
    setting: isModern ? 'versionNegotiation: auto' : 'as it comes',
    connect: async (url, scope) => {
      const [person, shown] = [new Person(pages), new Shown()];
      const provider = new Provider(person, scope);
      const open = (): Opened<Client, StreamableHTTPClientTransport> => {
        const client = new Client(INFO, options);
        client.setRequestHandler('elicitation/create', shown.agree);
        return { client, transport: new StreamableHTTPClientTransport(new URL(url), { authProvider: provider }) };
      };
      const finish = (sent: StreamableHTTPClientTransport): Promise<void> => sent.finishAuth(provider.takeBack());
      const { client, transport } = await connected(open, (opened) => opened.client.connect(opened.transport), finish);
      const calling = (call: () => Promise<unknown>): Promise<unknown> => withSignIn(call, () => finish(transport));
      return {
        connected: connectedOf(client, client.getNegotiatedProtocolVersion(), shown, calling),
        signIns: person,
      };
    },
  };
}

/** The first line of the SDK. */
export function firstLineClient(pages: PageReader, version: string): InteropClient {
  return {
    ...{ name: '@modelcontextprotocol/sdk', version, setting: 'as it comes' },
    connect: async (url, scope) => {
      const [person, shown] = [new Person(pages), new Shown()];
      const provider = new Provider(person, scope);
      const open = (): Opened<FirstClient, FirstHttpTransport> => {
        const client = new FirstClient(INFO, { capabilities: CAN_SHOW });
        client.setRequestHandler(ElicitRequestSchema, shown.agree);
        return { client, transport: new FirstHttpTransport(new URL(url), { authProvider: provider }) };
      };
      const finish = (sent: FirstHttpTransport): Promise<void> =>
        sent.finishAuth(provider.takeBack().get('code') ?? '');
      const { client, transport } = await connected(open, (opened) => opened.client.connect(opened.transport), finish);
      const calling = (call: () => Promise<unknown>): Promise<unknown> => withSignIn(call, () => finish(transport));
      return { connected: connectedOf(client, transport.protocolVersion, shown, calling), signIns: person };
    },
  };
}
