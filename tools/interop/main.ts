// Tries installed clients against a server of this checkout, behind sign-in, and writes docs/interop.md: see USAGE.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import { format, resolveConfig } from 'prettier';
import { openCompany, type Company } from '../signed-in/company.ts';
import { ownServer } from '../signed-in/server-process.ts';
import { CONSOLE } from './approval-page.ts';
import { bridgeClient } from './bridge.ts';
import type { Client } from './client.ts';
import { inspectorClient } from './inspector.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { interopPage } from './page.ts';
import { probe, type Row } from './probe.ts';
import { firstLineClient, sdkClient } from './sdk.ts';

const path = join(checkoutOf(), 'docs', 'interop.md');

const say = (line: string): void => {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
};

/** The version of an installed package. */
function versionOf(name: string): string {
  const manifest = readFileSync(join(checkoutOf(), 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

async function clients(company: Company): Promise<readonly Client[]> {
  const { home, issuer } = company;
  const mara = await company.person('mara');
  const folder = join(home.path, 'clients');
  mkdirSync(folder, { mode: 0o700 });
  const [sdk, first] = [versionOf('@modelcontextprotocol/client'), versionOf('@modelcontextprotocol/sdk')];
  const [inspector, bridge] = [versionOf('@modelcontextprotocol/inspector'), versionOf('mcp-remote')];
  return [
    sdkClient(mara, sdk, '2026-07-28'),
    sdkClient(mara, sdk, '2025-11-25'),
    firstLineClient(mara, first),
    inspectorClient(mara, inspector, { issuer, folder, era: 'modern' }),
    inspectorClient(mara, inspector, { issuer, folder, era: 'legacy' }),
    bridgeClient(mara, bridge, { issuer, folder, protocol: 'auto' }),
    bridgeClient(mara, bridge, { issuer, folder, protocol: 'legacy' }),
  ];
}

async function tryAll(): Promise<readonly Row[]> {
  const company = await openCompany([{ ...(await ownServer('inventory')), consoleUrl: CONSOLE }], say);
  try {
    const rows: Row[] = [];
    for (const [at, client] of (await clients(company)).entries()) {
      say(`${client.name}, ${client.setting}`);
      // An order of so many that no other row asks for: the same order twice is one.
      rows.push(await probe(client, company.servers[0]?.url ?? '', 2 * at + 1));
    }
    return rows;
  } finally {
    say('stopping');
    await company.close();
  }
}

async function run({ check, json }: Options): Promise<boolean> {
  const rows = await tryAll();
  const page = await format(interopPage(rows), { ...(await resolveConfig(path)), parser: 'markdown' });
  if (json) console.log(JSON.stringify(rows));
  const isSame = existsSync(path) && readFileSync(path, 'utf8') === page;
  if (check && !isSame) say(`docs/interop.md is not what was seen: run npm run interop, and look at its diff\n${page}`);
  if (!check && !isSame) writeFileSync(path, page);
  return isSame || !check;
}

const options = readOptions(process.argv.slice(2));
if (options === undefined || options.help) {
  console.log(USAGE);
  process.exitCode = options === undefined ? 2 : 0;
} else {
  // A client of the SDK that was left in the middle keeps a connection open.
  process.exit((await run(options)) ? 0 : 1);
}
