import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as installedNode from '@modelcontextprotocol/node';
import * as installedServer from '@modelcontextprotocol/server';
import { installedModules } from './installed.ts';

/** The first of its second line: it compiled each tool's schema anew for each request, which later releases do not. */
const FIRST = '2.0.0';

/** What a server of the SDK's is made of. */
type Sdk = Pick<typeof installedNode, 'toNodeHandler'> & Pick<typeof installedServer, 'createMcpHandler' | 'McpServer'>;

async function firstModule(name: string): Promise<unknown> {
  const packages = ['node', 'server'].map((each) => `@modelcontextprotocol/${each}@${FIRST}`);
  const modules = installedModules('sdk', FIRST, packages);
  return import(pathToFileURL(join(modules, '@modelcontextprotocol', name, 'dist', 'index.mjs')).href);
}

/** As the project has it, or as its first release was. */
export async function sdkOf(release: 'first' | 'installed'): Promise<Sdk> {
  if (release === 'installed') return { ...installedNode, ...installedServer };
  const node = (await firstModule('node')) as typeof installedNode;
  const server = (await firstModule('server')) as typeof installedServer;
  return { ...node, ...server };
}
