import { scopesOf } from '@supercargo/mcp-kit';
import type { DeniedKey } from '@supercargo/auth';
import type { WrongToken } from '../wrong-tokens.ts';
import type { ServerFacts } from './facts.ts';
import { modernRequest, openHttpStage, type HttpStage, type SignInTerms } from './http-stage.ts';
import type { Stage } from './stage.ts';

/** An answer without what differs from one to the next. */
export interface Told {
  readonly status: number;
  /** Status line and headers but the date, one a line. */
  readonly head: string;
  readonly body: string;
}

/** One server behind real tokens, and everything that decides about them in the test's hands. */
export interface SignInTrial {
  readonly http: HttpStage;
  readonly stage: Stage;
  readonly resource: string;
  /** Every scope that its roles are granted. */
  readonly scopes: readonly string[];
  /** Moves its clock, and that of the issuer. */
  readonly advance: (seconds: number) => void;
  /** The keys that must not be trusted, as the server reads them; null: the list cannot be read. */
  readonly denied: { keys: readonly DeniedKey[] | null };
  /** The token ids on the revocation list; null: it cannot be read. */
  readonly revoked: { ids: ReadonlySet<string> | null };
  /** What the server asked of anybody, with the headers that it sent. */
  readonly asked: readonly string[];
  /** A request for the tools with these header lines, at this target. */
  readonly send: (lines: readonly string[], target?: string) => Promise<Told>;
  readonly bear: (token: string) => Promise<Told>;
  readonly forged: (token: WrongToken) => Promise<Told>;
}

/** As an installation names them: customers are served by a deployment of its own. */
export function resourceOf(server: string, faces: 'staff' | 'customers' = 'staff'): string {
  return `https://${server}${faces === 'customers' ? '-customers' : ''}.example/mcp`;
}

function toldOf({ status, head, body }: Told): Told {
  const lines = head.split('\r\n').filter((line) => !/^date:/i.test(line));
  return { status, head: lines.join('\n'), body };
}

const LIST = JSON.stringify(modernRequest('tools/list', {}));

function sender(http: HttpStage): SignInTrial['send'] {
  const about = [
    ...[`Host: 127.0.0.1:${http.serving.port.toString()}`, 'Content-Type: application/json', 'Connection: close'],
    ...['Accept: application/json, text/event-stream', 'MCP-Protocol-Version: 2026-07-28', 'Mcp-Method: tools/list'],
    `Content-Length: ${Buffer.byteLength(LIST).toString()}`,
  ];
  return async (lines, target = '/mcp') =>
    toldOf(await http.raw([`POST ${target} HTTP/1.1`, ...about, ...lines, '', LIST].join('\r\n')));
}

/** A list that may be made unreadable. */
function read<T>(list: T | null): Promise<T> {
  return list === null ? Promise.reject(new Error('the list is not there')) : Promise.resolve(list);
}

export interface TrialTerms extends Pick<SignInTerms, 'rolesOfToken'> {
  /** Failures of this machine are slowed after so many: never, where every answer is looked at. */
  readonly slowAfter?: number;
}

export async function openSignInTrial(facts: ServerFacts, stage: Stage, terms: TrialTerms = {}): Promise<SignInTrial> {
  const { slowAfter = 10_000, ...more } = terms;
  const { definition, customer } = facts;
  const time = { ms: Date.now() };
  const denied: SignInTrial['denied'] = { keys: [] };
  const revoked: SignInTrial['revoked'] = { ids: new Set() };
  const asked: string[] = [];
  const resource = resourceOf(definition.name, definition.faces);
  const scopes = [...scopesOf(definition, Object.keys(definition.scopesByRole))];
  const { tenant } = stage.principal(facts.mayAskAll);
  const http = await openHttpStage(
    stage,
    {},
    {
      ...more,
      resource,
      claims: {
        tenant,
        person: facts.mayAskAll,
        scope: scopes.join(' '),
        ...(customer === undefined ? {} : { customer }),
      },
      server: { failures: { slowAfter } },
      deps: {
        clock: () => new Date(time.ms),
        fetch: (url, init) => {
          asked.push(JSON.stringify([url, [...new Headers(init?.headers)], init?.body ?? null]));
          return fetch(url, init);
        },
        deniedKeys: () => read(denied.keys),
        isRevoked: async (_issuer, id) => (await read(revoked.ids)).has(id),
      },
    },
  );
  const send = sender(http);
  const bear: SignInTrial['bear'] = (token) => send([`Authorization: Bearer ${token}`]);
  return {
    ...{ http, stage, resource, scopes, denied, revoked, asked, send, bear },
    advance: (seconds) => (time.ms += seconds * 1_000),
    forged: async ([, , forge]) => bear(await forge(http.mint)),
  };
}
