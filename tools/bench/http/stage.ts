import { join } from 'node:path';
import { adminConfig, databaseStatus, ensureDatabase, type ConnectionConfig } from '@supercargo/cluster';
import { databaseHash } from '@supercargo/prisma';
import { ITEMS, openCompanies, type Companies } from '../calls/companies.ts';
import { benchHome } from '../database.ts';
import { PERSON } from '../founding.ts';
import { Side } from '../side.ts';
import { openIssuer, type Issuer } from './issuer.ts';
import type { Manner } from './requests.ts';
import { processorMsOf, type ProcessorMs } from './processor-time.ts';
import { RESOURCE, startSide, type Serving, type SideName } from './sides.ts';
import type { LibpqEnv } from './toolbox.ts';

export const CALLERS = 20;

const MANNER: Readonly<Partial<Record<SideName, Manner>>> = { bare: 'bare', 'sdk-walled': 'signed', ours: 'signed' };

/** All sides, running, on one database with the same companies, and who asks them. */
export interface Stage {
  readonly companies: Companies;
  readonly admin: ConnectionConfig;
  readonly issuer: Issuer;
  readonly serving: ReadonlyMap<SideName, Serving>;
  /** Plays one round of a side, and gives how long each call took, in milliseconds. */
  readonly round: (name: SideName, more: Readonly<Record<string, unknown>>) => Promise<readonly number[]>;
  /** What a side, the database and who asks have used of the processors until now; undefined where the system does not tell. */
  readonly used: (name: SideName) => ProcessorMs | undefined;
  readonly close: () => Promise<void>;
}

async function libpqEnv({ host, port, database, user, password }: ConnectionConfig): Promise<LibpqEnv> {
  const secret = await password();
  return { PGHOST: host, PGPORT: port.toString(), PGDATABASE: database, PGUSER: user, PGPASSWORD: secret };
}

async function postmasterPid(): Promise<number> {
  const status = await databaseStatus(benchHome());
  if (status.kind !== 'running') throw new Error('the benchmark’s database does not run');
  return status.pid;
}

export async function openStage(names: readonly SideName[]): Promise<Stage> {
  const companies = await openCompanies();
  const name = `bench_${databaseHash().slice(0, 12)}`;
  const admin = adminConfig(await ensureDatabase({ home: benchHome(), env: {}, databaseName: name }), {}, benchHome());
  const issuer = await openIssuer(RESOURCE);
  const parts = { companies, issuer, admin: await libpqEnv(admin) };
  const serving = new Map<SideName, Serving>();
  for (const each of names) serving.set(each, await startSide(each, parts));
  const tenants = await Promise.all(
    companies.tenants.map(async (tenant) => ({ tenant, token: await issuer.token(PERSON, tenant) })),
  );
  const load = new Side(join(import.meta.dirname, 'load.ts'), { PATH: process.env['PATH'] });
  const database = await postmasterPid();
  return {
    ...{ companies, admin, issuer, serving },
    round: (side, more) => {
      const url = serving.get(side)?.url;
      return load.play({
        ...{
          manner: MANNER[side] ?? 'open',
          work: 'get_stock',
          url,
          callers: CALLERS,
          tenants,
          person: PERSON,
          items: ITEMS,
        },
        ...more,
      });
    },
    used: (side) => processorMsOf({ server: serving.get(side)?.process.pid ?? 0, database, asking: load.pid }),
    close: async () => {
      await load.close();
      await Promise.all([...serving.values()].map((each) => each.stop()));
      issuer.close();
    },
  };
}
