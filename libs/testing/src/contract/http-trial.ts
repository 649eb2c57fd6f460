import { randomBytes } from 'node:crypto';
import { readRequest, type LedgerRequest } from '@supercargo/approval';
import { allTools, type WriteTool } from '@supercargo/mcp-kit';
import type { Founding } from '../found-tenant.ts';
import type { TestDatabase } from '../test-database.ts';
import { CLIENTS, connectHttp, type ClientKind, type Elicit, type Shows, type TestClient } from './clients.ts';
import type { Input, ServerFacts } from './facts.ts';
import { modernRequest, openHttpStage, type HttpStage } from './http-stage.ts';
import { modernMeta } from './raw-lines.ts';
import { rowCounts, type AuditRecord } from './record.ts';
import { openStage, stageOf, type Stage } from './stage.ts';

/** What a call over HTTP came to: its status, and the result or the error of its one message. */
export interface HttpAnswer {
  readonly status: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: Readonly<Record<string, unknown>>;
}

/** Who calls, through which client, at which of the two processes. */
export interface Calling {
  readonly person?: string;
  readonly client?: string;
  readonly scopes?: readonly string[];
  readonly replica?: 0 | 1;
}

/** How much of what a write leaves behind there is, in all companies. */
export interface Counted {
  readonly requests: number;
  readonly decisions: number;
  readonly executions: number;
  readonly effects: number;
}

/** A company of its own at a server over HTTP, twice on one database: what one signs in to is signed in to at the other. */
export interface HttpTrial {
  readonly facts: ServerFacts;
  readonly stage: Stage;
  readonly tenant: string;
  /** The write that is asked for, and one that is another request. */
  readonly tool: WriteTool;
  readonly input: Input;
  readonly otherInput: Input;
  readonly replicas: readonly [HttpStage, HttpStage];
  /** A `tools/call` of 2026-07-28 from a host that shows forms, with what it hands back. */
  call(name: string, input: Input, more?: object, calling?: Calling): Promise<HttpAnswer>;
  /** The same, without waiting for it: `stop` closes the response. */
  begin(name: string, input: Input, more: object, stop: AbortSignal): Promise<Response>;
  client(kind: ClientKind, elicit?: Elicit, calling?: Calling, shows?: Shows): Promise<TestClient>;
  token(calling?: Calling): Promise<string>;
  counts(): Promise<Counted>;
  records(): Promise<readonly AuditRecord[]>;
  request(id: string): Promise<LedgerRequest>;
  close(): Promise<void>;
}

/** What the trials of a server have in common. */
export interface HttpTrials {
  readonly database: TestDatabase;
  readonly facts: ServerFacts & { readonly write: NonNullable<ServerFacts['write']> };
  readonly founding: Founding;
}

export const YES = { action: 'accept', content: { confirm: true } } as const;
export const saysYes: Elicit = async () => YES;
export const asksNobody: Elicit = () => Promise.reject(new Error('nobody is asked'));

/** What a client hands back once its person said yes to this question. */
export function yesTo(requestState: unknown): object {
  return { requestState, inputResponses: { consent: YES } };
}

/** Somebody who may ask for as much as the one who asks. */
export const SOMEBODY_ELSE = 'somebody-else';

export function foundingOf({ facts, founding }: HttpTrials): Founding {
  const other = { id: SOMEBODY_ELSE, name: 'Somebody else', roles: Object.keys(facts.definition.scopesByRole) };
  const tenant = `http-${randomBytes(6).toString('hex')}`;
  return { ...founding, tenant, people: [...(founding.people ?? []), other] };
}

async function countIn(database: TestDatabase, server: string): Promise<Counted> {
  const rows = await rowCounts(database);
  const of = (table: string): number => rows[table] ?? Number.NaN;
  return {
    requests: of('approval.request'),
    decisions: of('approval.decision'),
    executions: of('approval.execution'),
    effects: of(`${server}.effect`),
  };
}

async function openReplicas({ database, facts }: HttpTrials, stage: Stage): Promise<HttpTrial['replicas']> {
  const first = await openHttpStage(stage);
  const { authenticator } = first;
  const second = stageOf(database, facts, stage.principal('nobody').tenant);
  return [first, await openHttpStage(second, { authenticator })];
}

/** Founds a company and serves it. */
export async function openHttpTrial(trials: HttpTrials, founding: Founding = foundingOf(trials)): Promise<HttpTrial> {
  const { database, facts } = trials;
  const { definition, write, mayAskAll } = facts;
  const stage = await openStage(database, facts, { founding });
  const { tenant } = stage.principal('nobody');
  const replicas = await openReplicas(trials, stage);
  const tool = allTools(definition).find(({ name }) => name === write.tool);
  if (tool?.effect !== 'write') throw new Error(`${write.tool} is no write of ${definition.name}`);
  const all = [...new Set(Object.values(definition.scopesByRole).flat())];
  const bearer = ({ person = mayAskAll, client = 'a host', scopes = all }: Calling) => ({
    ...{ person, client, scopes, tenant },
  });
  const requestOf = (name: string, input: Input, more: object): Record<string, unknown> => {
    const message = modernRequest('tools/call', { name, arguments: input });
    return { ...message, params: { ...(message['params'] as object), ...more } };
  };
  const post: (message: Record<string, unknown>, calling: Calling, signal?: AbortSignal) => Promise<Response> = async (
    message,
    calling,
    signal,
  ) => {
    const headers = await replicas[0].headers(bearer(calling), message);
    const init = {
      method: 'POST',
      headers,
      body: JSON.stringify(message),
      ...(signal === undefined ? {} : { signal }),
    };
    return fetch(replicas[calling.replica ?? 0].url, init);
  };
  return {
    ...{ facts, stage, tenant, tool, replicas },
    input: { ...write.inputs[0] },
    otherInput: { ...write.inputs[1] },
    call: async (name, input, more = {}, calling = {}) => {
      const response = await post(requestOf(name, input, more), calling);
      return { ...((await response.json()) as Omit<HttpAnswer, 'status'>), status: response.status };
    },
    begin: (name, input, more, stop) => post(requestOf(name, input, more), {}, stop),
    client: async (kind, elicit, calling = {}, shows?) =>
      connectHttp(replicas[calling.replica ?? 0].url, await replicas[0].token(bearer(calling)), kind, elicit, shows),
    token: (calling = {}) => replicas[0].token(bearer(calling)),
    counts: () => countIn(database, definition.name),
    records: () => replicas[0].records(),
    request: async (id) => {
      const request = await stage.runtime.door.read(stage.principal('nobody').tenant, (tx) => readRequest(tx, id));
      if (request === undefined) throw new Error('a request does not disappear');
      return request;
    },
    close: async () => {
      // The first is what both sign in to.
      await replicas[1].close();
      await replicas[0].close();
      const faults = replicas.flatMap(({ stage: { faults: met } }) => met.map(({ fault }) => String(fault)));
      if (faults.length > 0) throw new Error(`faults: ${faults.join('; ')}`);
    },
  };
}

/** The write asked for by a host that shows forms: the question that it is answered with. */
export async function askedIn(trial: HttpTrial, input: Input, calling: Calling = {}): Promise<string> {
  const { result } = await trial.call(trial.tool.name, input, {}, calling);
  const state = result?.['requestState'];
  if (result?.['resultType'] !== 'input_required' || typeof state !== 'string') {
    throw new Error(`nobody was asked: ${JSON.stringify(result)}`);
  }
  return state;
}

/** The same input under a key of its own. */
export function keyed(trial: HttpTrial, input: Input = trial.input): Input {
  return { ...input, idempotency_key: trial.stage.runtime.newId() };
}

/** One of the three kinds of client for each number, of two clients' tokens, at each process in turn. */
export function callerAt(at: number): { readonly kind: ClientKind; readonly calling: Calling } {
  const kind = CLIENTS[at % CLIENTS.length] ?? CLIENTS[0];
  return { kind, calling: { client: at % 4 < 2 ? 'a host' : 'another host', replica: at % 2 === 0 ? 0 : 1 } };
}

/** What is more than it was. */
export function added(before: Counted, after: Counted): Counted {
  return {
    requests: after.requests - before.requests,
    decisions: after.decisions - before.decisions,
    executions: after.executions - before.executions,
    effects: after.effects - before.effects,
  };
}

export const NOTHING: Counted = { requests: 0, decisions: 0, executions: 0, effects: 0 };
/** What a write leaves that its requester's own yes was enough for. */
export const ONCE: Counted = { requests: 1, decisions: 1, executions: 1, effects: 1 };
/** What one leaves that waits. */
export const WAITING: Counted = { ...NOTHING, requests: 1 };

/** The `_meta` of a host that shows no forms. */
export const SHOWS_NO_FORMS = { _meta: modernMeta({}) };
