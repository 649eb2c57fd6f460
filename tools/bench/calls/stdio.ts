import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';
import type { Era } from '../../crash/host.ts';
import { LineClient } from '../../crash/line-client.ts';
import { PERSON } from '../founding.ts';
import { median } from '../side.ts';
import { ITEMS, type Companies } from './companies.ts';

const starts = 10;
const calls = 400;
const eras: readonly Era[] = ['2026-07-28', '2025-11-25'];

/** A read of each server, in a company that has facts of Inventory alone. */
const READS: Readonly<Record<ServerName, (at: number) => readonly [tool: string, input: Record<string, unknown>]>> = {
  inventory: (at) => ['get_stock', { sku: `SKU-${1 + (at % ITEMS)}` }],
  logistics: () => ['list_delayed_shipments', {}],
  orders: () => ['find_orders', {}],
  returns: () => ['list_returns', {}],
  payments: () => ['list_invoices', {}],
};

/** What `supercargo host-config` tells a host to run: the server's own file under this Node. */
function launch({ tenants }: Companies, server: ServerName): readonly [string, ...string[]] {
  const file = join(checkoutOf(), 'apps', server, 'src', 'main.ts');
  return [process.execPath, file, 'stdio', '--as', `${PERSON}@${tenants[0] ?? ''}`, '--agent', 'benchmark'];
}

/** From starting the process to its first answer, in milliseconds, for each server and era: the median of ten starts. */
export async function firstAnswers(
  companies: Companies,
  servers: readonly ServerName[],
): Promise<Readonly<Record<string, number>>> {
  const measured: Record<string, number> = {};
  for (const [server, era] of servers.flatMap((name) => eras.map((each) => [name, each] as const))) {
    const tookMs: number[] = [];
    for (let at = 0; at < starts; at += 1) {
      const startedAt = performance.now();
      const client = await LineClient.start(launch(companies, server), companies.env, era);
      tookMs.push(performance.now() - startedAt);
      await client.end();
    }
    measured[`${server}, ${era}`] = Math.round(median(tookMs));
  }
  return measured;
}

/** What each server's process holds in memory after 400 reads, in MiB; Linux only, 0 elsewhere. */
export async function residentAfterCalls(
  companies: Companies,
  servers: readonly ServerName[],
): Promise<Readonly<Record<string, number>>> {
  const measured: Record<string, number> = {};
  for (const server of servers) {
    const client = await LineClient.start(launch(companies, server), companies.env, '2026-07-28');
    try {
      for (let at = 0; at < calls; at += 1) {
        const { isError } = await client.call(...READS[server](at));
        if (isError === true) throw new Error(`${server} refused its read`);
      }
      measured[server] = process.platform === 'linux' ? residentMiB(client.process.pid) : 0;
    } finally {
      await client.end();
    }
  }
  return measured;
}

function residentMiB(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid ?? ''}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024);
}
