import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPEN_STOCK, OPEN_STOCK_RECORDED } from '../statements.ts';
import { installedModules } from './installed.ts';

const VERSION = '1.12.0';
const CONNECTIONS_MAX = 16;

/** Where the database is, and as whom, in the variables of libpq. */
export type LibpqEnv = Readonly<Record<'PGHOST' | 'PGPORT' | 'PGDATABASE' | 'PGUSER' | 'PGPASSWORD', string>>;

export function toolboxProgram(): string {
  const modules = installedModules('toolbox', VERSION, [`@toolbox-sdk/server@${VERSION}`]);
  const program = join(modules, '@toolbox-sdk', `server-${process.platform}-${process.arch}`, 'bin', 'toolbox');
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
