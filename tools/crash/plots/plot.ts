import type { ServerName } from '@supercargo/kernel';

/** What a worker of a server looks for, by the statement that asks: approved requests, effects on foreign systems, events. */
export const LOOPS = ['sweep.due', 'sweep.due_remote', 'sweep.pending'] as const;
export type Loop = (typeof LOOPS)[number];

/** How hosts reach the server. */
export const TRANSPORTS = ['stdio', 'http'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** What can die by itself. */
export const PROGRAMS = ['server', 'terminal', 'worker'] as const;
export type Program = (typeof PROGRAMS)[number];

/** Which program dies, or PostgreSQL under one that lives on. */
export type Scenario = Program | `postgres-under-${Program}`;

/** Whose statements a scenario's steps are. */
const PROGRAM_OF: Readonly<Record<Scenario, Program>> = {
  ...{ server: 'server', terminal: 'terminal', worker: 'worker' },
  ...{
    'postgres-under-server': 'server',
    'postgres-under-terminal': 'terminal',
    'postgres-under-worker': 'worker',
  },
};
export const SCENARIOS = Object.keys(PROGRAM_OF) as readonly Scenario[];
export const programOf = (scenario: Scenario): Program => PROGRAM_OF[scenario];
export const isDatabase = (scenario: Scenario): boolean => scenario !== PROGRAM_OF[scenario];

/** These programs die, each as well as PostgreSQL under it. */
const dying = (...programs: readonly Program[]): readonly Scenario[] =>
  SCENARIOS.filter((scenario) => programs.includes(programOf(scenario)));

/**
 * A story that can be told again and again, each time of rows of its own: what is asked of which server or told to it, and what must
 * then be there once. Its statements are run in the company's tenant.
 */
export interface Plot {
  readonly name: string;
  readonly server: ServerName;
  /** On a machine's own streams unless said. */
  readonly over?: Transport;
  /** The customer for whom it is asked, at what the server offers to customers, which is reached over HTTP alone. Absent: the staff ask. */
  readonly customer?: string;
  /** Who can die in it. */
  readonly scenarios: readonly Scenario[];
  /** In which of its loops the worker is held; the others only look. */
  readonly loop: Loop;
  /** Told once for the company, by its importer. */
  readonly stock: readonly string[];
  /** Told before each story, as the superuser and in one transaction: `$1` is the story's number. */
  readonly arrange: readonly string[];
  /** The payment rail that the story's money leaves by, and how it misbehaves: options of `apps/rail`. */
  readonly rail?: readonly string[];
  /** The tool of the request that the story's event leads to, and that nobody decides about. */
  readonly bears?: string;
  readonly told: Asked | Event;
}

/** In a story's rows: from here on no trigger fires and no foreign key is looked at. For rows that only other requests bring about. */
export const PAST_TRIGGERS = 'set local session_replication_role = replica';

/** A request of a tool, and who approves it. */
export interface Asked {
  readonly kind: 'request';
  readonly tool: string;
  /** The requester's own consent, in the host; or another person's approval, on a terminal. */
  readonly tier: 'consent' | 'person';
  /** How many others approve; one unless said. The last of them dies. */
  readonly approvers?: 2;
  /** How it ends where it takes no effect: its requester takes it back, or another person rejects it on a terminal. */
  readonly ends?: 'withdrawn' | 'rejected';
  /** How it takes effect: here, or on a foreign system, which may never hear of it. Here unless said. */
  readonly takesEffect?: 'through the rail';
  readonly input: (number: number) => Readonly<Record<string, unknown>>;
  /** What a consent takes of the rolling totals; 0 for tools without an amount. */
  readonly amountMinor: (number: number) => number;
  /** The same in units, where the tool is judged by those. */
  readonly units?: number;
  /** One row `made`, `right`: rows of the business that the executions in `$2::uuid[]` made, and how many are as asked by number `$1`. */
  readonly made: string;
  /** One row `made`: rows of the business that any execution of the company made. */
  readonly all: string;
}

/** An event that was published, and is to be consumed. */
export interface Event {
  readonly kind: 'event';
  readonly topic: string;
  /** The key of the event that `arrange` publishes. */
  readonly key: (number: number) => string;
  /** One row `made`: rows that the consumer made of the event of number `$1`. */
  readonly made: string;
}

/** A plot by consent dies in the server; one that another person approves, on their terminal and in the worker. */
export const BY_CONSENT = dying('server');
export const BY_ANOTHER = dying('terminal', 'worker');
/** What needs two others is never consented to: its asking ends with waiting for them. */
export const BY_TWO_OTHERS = dying('server', 'terminal', 'worker');
export const ON_THE_TERMINAL = dying('terminal');
/** What nobody asks for the worker does alone. */
export const IN_THE_WORKER = dying('worker');
