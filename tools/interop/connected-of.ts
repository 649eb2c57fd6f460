import { answerOf, contentsOf } from './answer.ts';
import type { Answer, Connected } from './client.ts';

/** As much of a client of either line of the SDK as is tried. */
interface SdkClient {
  listTools(): Promise<{ readonly tools: readonly { readonly name: string }[] }>;
  callTool(params: { readonly name: string; readonly arguments: Record<string, unknown> }): Promise<unknown>;
  readResource(params: { readonly uri: string }): Promise<unknown>;
  close(): Promise<void>;
}

/** How a call is made: at once, or with the host’s part of a sign-in where the client needs one. */
type Calling = (call: () => Promise<unknown>) => Promise<unknown>;

/** As much of an elicitation as decides what its person sees. */
interface Elicitation {
  readonly params: { readonly mode?: string | undefined; readonly url?: unknown };
}

type Agreed = { readonly action: 'accept'; readonly content?: { readonly confirm: true } };

/** What a host says in its handshake, or with each request, of what it can show. */
export const CAN_SHOW = { elicitation: { form: {}, url: {} } } as const;

/** What was shown to a person who does as they are asked: how many forms, and which links. */
export class Shown {
  forms = 0;
  readonly links: string[] = [];

  readonly agree = ({ params }: Elicitation): Agreed => {
    if (params.mode === 'url') {
      this.links.push(String(params.url));
      return { action: 'accept' };
    }
    this.forms += 1;
    return { action: 'accept', content: { confirm: true } };
  };
}

/** A client of the SDK that is connected. */
export function connectedOf(
  client: SdkClient,
  protocol: string | undefined,
  shown: Shown,
  calling: Calling = (call) => call(),
): Connected {
  return {
    protocol: protocol ?? 'unknown',
    toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args): Promise<Answer> =>
      answerOf(await calling(() => client.callTool({ name, arguments: { ...args } }))),
    read: async (uri) => contentsOf(await client.readResource({ uri })),
    get forms() {
      return shown.forms;
    },
    links: shown.links,
    close: () => client.close(),
  };
}
