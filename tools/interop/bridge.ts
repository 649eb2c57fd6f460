import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { checkoutOf } from '@supercargo/cluster';
import { freePort } from '../signed-in/free-port.ts';
import type { PageReader } from '../signed-in/page-reader.ts';
import type { Client as InteropClient } from './client.ts';
import { CAN_SHOW, connectedOf, Shown } from './connected-of.ts';
import { Person } from './person.ts';
import { opening } from './sent-back.ts';

const NAME = 'mcp-remote';
const program = join(checkoutOf(), 'node_modules', NAME, 'dist', 'proxy.js');

/** A stdio bridge, with a host before it that speaks 2025-11-25 over standard input and output and can show forms and links. */
export function bridgeClient(
  pages: PageReader,
  version: string,
  at: { readonly issuer: string; readonly folder: string; readonly protocol: 'legacy' | 'auto' },
): InteropClient {
  return {
    ...{ name: NAME, version, setting: `--protocol ${at.protocol}` },
    connect: async (url, scope) => {
      const person = new Person(pages);
      const home = mkdtempSync(join(at.folder, 'bridge-'));
      const metadata = scope === undefined ? [] : ['--static-oauth-client-metadata', JSON.stringify({ scope })];
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [program, url, String(await freePort()), '--host', '127.0.0.1', '--protocol', at.protocol, ...metadata],
        // No browser is found by this environment: its person opens what it prints.
        env: { HOME: home, MCP_REMOTE_CONFIG_DIR: home, PATH: '' },
        stderr: 'pipe',
      });
      const open = opening(person, at.issuer, () => void transport.close());
      transport.stderr?.on('data', (part: Buffer) => {
        open(part.toString());
      });
      const shown = new Shown();
      const client = new Client({ name: 'a host', version: '1' }, { capabilities: CAN_SHOW });
      client.setRequestHandler('elicitation/create', shown.agree);
      await client.connect(transport);
      const protocol = `${client.getNegotiatedProtocolVersion() ?? 'unknown'} on stdio`;
      return { connected: connectedOf(client, protocol, shown), signIns: person };
    },
  };
}
