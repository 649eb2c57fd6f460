import { Client } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Refused } from '../fault.ts';
import type { LaunchCommand } from '../host-config.ts';

/** What a tool answered: its structured content, or for a refused read the JSON of its text. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly structured: unknown;
}

/** A host as people have one: it starts the server by the command of host-config and speaks the protocol with it. */
export interface Host {
  readonly server: string;
  readonly protocol: string;
  readonly instructions: string;
  tools(): Promise<readonly string[]>;
  /** The tools as the server defines them, all pages of them. */
  definitions(): Promise<readonly unknown[]>;
  /** The text of a prompt, as a host puts it before its model. */
  prompt(name: string): Promise<string>;
  call(tool: string, input: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
  close(): Promise<void>;
}

const CLIENT_VERSION = '0.1.0';

/**
 * Connects to a server. `onForm` is shown each form that the server has the host put before its person, and answers whether they agree.
 */
export async function connectHost(
  launch: LaunchCommand,
  env: Readonly<Record<string, string>>,
  onForm: (message: string) => boolean,
  name = 'supercargo-tour',
): Promise<Host> {
  const client = new Client(
    { name, version: CLIENT_VERSION },
    {
      capabilities: { elicitation: { form: {} } },
      versionNegotiation: { mode: { pin: '2026-07-28' } },
    },
  );
  client.setRequestHandler('elicitation/create', ({ params }) =>
    onForm(params.message) ? { action: 'accept', content: { confirm: true } } : { action: 'decline' },
  );
  const transport = new StdioClientTransport({
    command: launch.command,
    args: [...launch.args],
    env: { ...getDefaultEnvironment(), ...env, ...launch.env },
    stderr: 'inherit',
  });
  try {
    await client.connect(transport);
  } catch (error) {
    // A server that does not start has said why on standard error; what the client makes of its silence helps nobody.
    throw new Refused('the server did not start; it says why above', { cause: error });
  }
  const server = client.getServerVersion();
  return {
    server: `${server?.title ?? server?.name ?? 'unknown'} ${server?.version ?? ''}`.trim(),
    protocol: client.getNegotiatedProtocolVersion() ?? 'unknown',
    instructions: client.getInstructions() ?? '',
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    definitions: async () => (await client.listTools()).tools,
    prompt: async (promptName) => {
      const { messages } = await client.getPrompt({ name: promptName });
      return messages.map(({ content }) => (content.type === 'text' ? content.text : '')).join('\n');
    },
    call: async (tool, input) => {
      const result = await client.callTool({ name: tool, arguments: { ...input } });
      return { isError: result.isError === true, structured: result.structuredContent ?? jsonOf(result.content) };
    },
    close: () => client.close(),
  };
}

function jsonOf(content: unknown): unknown {
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  if (typeof first !== 'object' || first === null || !('text' in first)) return undefined;
  try {
    return JSON.parse(String(first.text));
  } catch {
    return undefined;
  }
}
