import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import { LineClient, type Era } from '../crash/line-client.ts';
import { ITEMS, PERSON, type Companies } from './company.ts';
import { median } from './side.ts';

const starts = 10;
const calls = 400;
const eras: readonly Era[] = ['2026-07-28', '2025-11-25'];

/** What `supercargo host-config` tells a host to run: the server's own file under this Node. */
function launch(companies: Companies): readonly [string, ...string[]] {
  const file = join(checkoutOf(), 'apps', 'inventory', 'src', 'main.ts');
  return [process.execPath, file, 'stdio', '--as', `${PERSON}@${companies.tenants[0] ?? ''}`, '--agent', 'benchmark'];
}

/** From starting the process to its first answer, in milliseconds, for each era: the median of ten starts. */
export async function firstAnswers(companies: Companies): Promise<Readonly<Record<string, number>>> {
  const measured: Record<string, number> = {};
  for (const era of eras) {
    const tookMs: number[] = [];
    for (let at = 0; at < starts; at += 1) {
      const startedAt = performance.now();
      const client = await LineClient.start(launch(companies), companies.env, era);
      tookMs.push(performance.now() - startedAt);
      await client.end();
    }
    measured[era] = Math.round(median(tookMs));
  }
  return measured;
}

/** What the process holds in memory after 400 calls of get_stock, in MiB; Linux only, 0 elsewhere. */
export async function residentAfterCalls(companies: Companies): Promise<number> {
  const client = await LineClient.start(launch(companies), companies.env, '2026-07-28');
  try {
    for (let at = 0; at < calls; at += 1) await client.call('get_stock', { sku: `SKU-${1 + (at % ITEMS)}` });
    return process.platform === 'linux' ? residentMiB(client.process.pid) : 0;
  } finally {
    await client.end();
  }
}

function residentMiB(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid ?? ''}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024);
}
