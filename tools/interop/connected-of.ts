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

/** Shown to a person who does as they are asked; counts how often. */
export class Forms {
  shown = 0;

  readonly agree = (): { readonly action: 'accept'; readonly content: { readonly confirm: true } } => {
    this.shown += 1;
    return { action: 'accept', content: { confirm: true } };
  };
}

/** A client of the SDK that is connected. */
export function connectedOf(
  client: SdkClient,
  protocol: string | undefined,
  forms: Forms,
  calling: Calling = (call) => call(),
): Connected {
  return {
    protocol: protocol ?? 'unknown',
    toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args): Promise<Answer> =>
      answerOf(await calling(() => client.callTool({ name, arguments: { ...args } }))),
    read: async (uri) => contentsOf(await client.readResource({ uri })),
    get forms() {
      return forms.shown;
    },
    close: () => client.close(),
  };
}
