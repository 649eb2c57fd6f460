import { Client } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
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
  call(tool: string, input: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
  close(): Promise<void>;
}

const CLIENT = { name: 'supercargo-tour', version: '0.1.0' } as const;

/**
 * Connects to a server. `onForm` is shown each form that the server has the host put before its person, and answers whether they agree.
 */
export async function connectHost(
  launch: LaunchCommand,
  env: Readonly<Record<string, string>>,
  onForm: (message: string) => boolean,
): Promise<Host> {
  const client = new Client(CLIENT, {
    capabilities: { elicitation: { form: {} } },
    versionNegotiation: { mode: { pin: '2026-07-28' } },
  });
  client.setRequestHandler('elicitation/create', ({ params }) =>
    onForm(params.message) ? { action: 'accept', content: { confirm: true } } : { action: 'decline' },
  );
  const transport = new StdioClientTransport({
    command: launch.command,
    args: [...launch.args],
    env: { ...getDefaultEnvironment(), ...env, ...launch.env },
    stderr: 'inherit',
  });
  await client.connect(transport);
  const server = client.getServerVersion();
  return {
    server: `${server?.title ?? server?.name ?? 'unknown'} ${server?.version ?? ''}`.trim(),
    protocol: client.getNegotiatedProtocolVersion() ?? 'unknown',
    instructions: client.getInstructions() ?? '',
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
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
