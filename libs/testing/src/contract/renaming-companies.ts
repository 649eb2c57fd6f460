import { readRequest, type LedgerRequest } from '@supercargo/approval';
import type { TestDatabase } from '../test-database.ts';
import type { Shows } from './clients.ts';
import type { Input } from './facts.ts';
import { modernRequest, openHttpStage, type HttpStage } from './http-stage.ts';
import { createEffects, validFacts } from './label-trade.fixture.ts';
import { modernMeta } from './raw-lines.ts';
import { rowCounts } from './record.ts';
import { openStage, type Stage } from './stage.ts';

/** Where the staff of these companies decide, signed in. */
export const CONSOLE = 'https://console.example';

/** Hosts by what they show, as they declare it. */
export const HOSTS = {
  links: { elicitation: { url: {} } },
  forms: { elicitation: { form: {} } },
  both: { elicitation: { form: {}, url: {} } },
  neither: {},
} as const satisfies Readonly<Record<string, { readonly elicitation?: Shows }>>;
export type Host = keyof typeof HOSTS;

export const TRANSPORTS = ['stdio', 'HTTP'] as const;
type Transport = (typeof TRANSPORTS)[number];
type Result = Readonly<Record<string, unknown>>;

/** A company in which warehouses are renamed, reached over both transports. */
export interface RenamingCompany {
  readonly stage: Stage;
  readonly http: HttpStage;
  /** A `tools/call` of 2026-07-28 of `set_label`, with what is handed back: its result. */
  call(over: Transport, host: Host, input: Input, more?: object, person?: string): Promise<Result>;
  request(id: string): Promise<LedgerRequest>;
  /** A renaming that nobody asked for before. */
  input(): Input;
}

export interface RenamingCompanies {
  /** Where another person is needed. */
  readonly strict: RenamingCompany;
  /** Where the requester's own yes is enough. */
  readonly lenient: RenamingCompany;
  /** How often anything was decided, and done, in both. */
  counts(): Promise<{ readonly decisions: number; readonly executions: number }>;
  /** Forgets every request: so many of one person may wait. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

async function openCompany(
  database: TestDatabase,
  tenant: string,
  tier: 'consent' | 'person',
): Promise<RenamingCompany> {
  const rule = { server: 'inventory', tool: 'set_label', over_minor: -1, currency: 'EUR', tier, quorum: 1 };
  const trade = { ...validFacts()(), consoleOrigin: CONSOLE };
  const stage = await openStage(database, trade, { founding: { tenant, rules: [rule] } });
  const http = await openHttpStage(stage);
  const overHttp = async (person: string, params: object): Promise<Result> => {
    const message = { ...modernRequest('tools/call', params), params };
    const headers = await http.headers({ person, tenant }, message);
    const response = await fetch(http.url, { method: 'POST', headers, body: JSON.stringify(message) });
    return ((await response.json()) as { readonly result: Result }).result;
  };
  return {
    ...{ stage, http },
    call: async (over, host, input, more = {}, person = 'mara') => {
      const params = { name: 'set_label', arguments: input, ...more, _meta: modernMeta(HOSTS[host]) };
      if (over === 'HTTP') return overHttp(person, params);
      const { result, error } = await stage.raw(person).ask('tools/call', params);
      if (result === undefined) throw new Error(error?.message);
      return result;
    },
    request: async (id) => {
      const found = await stage.runtime.door.read(stage.principal('nobody').tenant, (tx) => readRequest(tx, id));
      if (found === undefined) throw new Error('a request does not disappear');
      return found;
    },
    input: () => ({ warehouse: 'HAM-1', label: 'Harbour', idempotency_key: stage.runtime.newId() }),
  };
}

/** Two companies with a console, that differ in who has to agree to a renaming. */
export async function openRenamingCompanies(database: TestDatabase): Promise<RenamingCompanies> {
  await createEffects(database);
  const strict = await openCompany(database, 'strict', 'person');
  const lenient = await openCompany(database, 'lenient', 'consent');
  return {
    ...{ strict, lenient },
    counts: async () => {
      const { 'approval.decision': decisions = Number.NaN, 'approval.execution': executions = Number.NaN } =
        await rowCounts(database);
      return { decisions, executions };
    },
    forget: async () => {
      const session = await database.adminClient();
      await session.query('set session_replication_role = replica; truncate approval.request, approval.plan cascade');
      await session.end();
    },
    close: async () => {
      await strict.http.close();
      await lenient.http.close();
    },
  };
}
