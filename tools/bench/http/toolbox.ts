import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import { OPEN_STOCK, OPEN_STOCK_RECORDED } from '../statements.ts';

const VERSION = '1.12.0';
const CONNECTIONS_MAX = 16;

/** Where the database is, and as whom, in the variables of libpq. */
export type LibpqEnv = Readonly<Record<'PGHOST' | 'PGPORT' | 'PGDATABASE' | 'PGUSER' | 'PGPASSWORD', string>>;

/** The program, installed beside the benchmark's databases the first time: it is large, and nothing else needs it. */
export function toolboxProgram(): string {
  const folder = join(checkoutOf(), '.supercargo', 'bench', 'toolbox', VERSION);
  const own = `server-${process.platform}-${process.arch}`;
  const program = join(folder, 'node_modules', '@toolbox-sdk', own, 'bin', 'toolbox');
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    const flags = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund'];
    execFileSync('npm', ['install', ...flags, `@toolbox-sdk/server@${VERSION}`], { stdio: ['ignore', 2, 2] });
  }
  chmodSync(program, 0o755);
  return program;
}

/** One tool that reads the stock, without and with a record of the call. Written as JSON, which YAML contains. */
export function writeToolsFile(folder: string, env: LibpqEnv, recorded: boolean): string {
  const path = join(folder, recorded ? 'recorded.yaml' : 'plain.yaml');
  const parameters = ['tenant', 'sku'].map((name) => ({ name, type: 'string', description: `The ${name}.` }));
  const statement = recorded ? OPEN_STOCK_RECORDED : OPEN_STOCK;
  const config = {
    sources: {
      stock: {
        ...{ kind: 'postgres', host: '127.0.0.1', port: env.PGPORT, database: env.PGDATABASE },
        ...{ user: env.PGUSER, password: env.PGPASSWORD },
        // What it is told beside the address: it takes a socket's folder for a host here alone.
        queryParams: { host: env.PGHOST, pool_max_conns: CONNECTIONS_MAX.toString() },
      },
    },
    tools: {
      get_stock: {
        ...{ kind: 'postgres-sql', source: 'stock', description: 'The stock of an item.' },
        ...{ parameters, statement },
      },
    },
  };
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}
