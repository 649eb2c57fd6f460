import { listRequests, REQUEST_STATES, type LedgerRequest, type RequestState } from '@supercargo/approval';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { withDoor } from '../doors.ts';
import { Refused } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { instant, json, table } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { amountOf, checkBound, requestDocument, requestLines } from '../requests/card.ts';
import { decide, outcomeLine, requestOf } from '../requests/decide.ts';
import { parseAs, tenantOf } from '../who.ts';

const listedMax = 500;
const UNDONE: ReadonlySet<RequestState> = new Set(['failed', 'invalidated', 'expired', 'withdrawn']);

interface Where {
  readonly as?: string;
  readonly tenant?: string;
  readonly json: boolean;
}

export function limitOf(max: number): (text: string) => number {
  return (text) => {
    const limit = Number(text);
    if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
    throw new InvalidArgumentError(`a whole number from 1 to ${max.toString()} is accepted`);
  };
}

function row(request: LedgerRequest): readonly string[] {
  return [
    request.id,
    request.state,
    amountOf(request),
    request.requester,
    instant(request.askedAt),
    request.card.sentence,
  ];
}

async function list(outside: Outside, options: Where & { state?: RequestState; limit: number }): Promise<void> {
  const tenant = tenantOf(options);
  const filter = { requester: null, states: options.state === undefined ? null : [options.state], after: null };
  const { requests, total } = await withDoor(outside, 'supercargo_terminal', (door) =>
    door.read(tenant, (tx) => listRequests(tx, { ...filter, limit: options.limit })),
  );
  if (options.json) {
    outside.out(json({ tenant, total, requests: requests.map(requestDocument) }));
    return;
  }
  if (requests.length === 0) {
    outside.out(`${tenant} has no ${options.state ?? ''} requests`.replace('  ', ' '));
    return;
  }
  for (const line of table(['id', 'state', 'amount', 'requester', 'asked', 'what'], requests.map(row))) {
    outside.out(line);
  }
  if (total > requests.length) outside.err(`${requests.length.toString()} of ${total.toString()}; --limit shows more`);
}

async function show(outside: Outside, id: string, options: Where): Promise<void> {
  const request = await withDoor(outside, 'supercargo_terminal', (door) => requestOf(door, tenantOf(options), id));
  checkBound(request);
  if (options.json) outside.out(json(requestDocument(request)));
  else for (const line of requestLines(request)) outside.out(line);
}

async function settle(
  { outside, endWith }: Context,
  ids: readonly string[],
  verdict: { readonly approve: boolean; readonly reason: string | null },
  options: { as: string; yes: boolean; json: boolean },
): Promise<void> {
  const decision = {
    ...verdict,
    requestIds: ids,
    tenant: tenantOf(options),
    person: parseAs(options.as).person,
    yes: options.yes,
  };
  const decided = await withDoor(outside, 'supercargo_terminal', (door) => decide(outside, door, decision));
  const [only] = decided;
  if (only !== undefined && decided.length === 1) {
    if (only.refusal !== null) throw new Refused(`not decided: ${only.refusal}`);
    outside.out(options.json ? json(requestDocument(only.request)) : outcomeLine(only.request));
  } else if (options.json) {
    outside.out(json(decided.map(({ request, refusal }) => ({ ...requestDocument(request), refusal }))));
  } else {
    for (const { request, refusal } of decided) {
      outside.out(`${request.id}  ${refusal === null ? outcomeLine(request) : `Not decided: ${refusal}.`}`);
    }
  }
  // Approved on facts that have changed since: the decision stands, and nothing was done.
  if (decided.some(({ request, refusal }) => refusal !== null || UNDONE.has(request.state))) endWith(1);
}

function addList(requests: Command, outside: Outside): void {
  requests
    .command('list')
    .description('The requests of a company, newest first.')
    .option('--as <person>', 'a person, only to name the company: mo@tour')
    .option('--tenant <tenant>', 'the company (default: acme)')
    .addOption(new Option('--state <state>', 'only those that stand so').choices(REQUEST_STATES))
    .option('--limit <count>', 'at most this many', limitOf(listedMax), 20)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('requests list --state waiting', 'requests list --tenant tour --json'))
    .action((options: Where & { state?: RequestState; limit: number }) => list(outside, options));
}

function addShow(requests: Command, outside: Outside): void {
  requests
    .command('show')
    .description('One request: the card, and beside it what the stored plan says.')
    .argument('<id>', 'the request id')
    .option('--as <person>', 'a person, only to name the company: mo@tour')
    .option('--tenant <tenant>', 'the company (default: acme)')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('requests show 0199a2b4-…', 'requests show 0199a2b4-… --tenant tour'))
    .action((id: string, options: Where) => show(outside, id, options));
}

function addApprove(requests: Command, context: Context): void {
  requests
    .command('approve')
    .description('Approve what another person asked for, with your own secret, typed at this terminal.')
    .argument('<ids...>', 'the request id, or several: each is decided by its own digest')
    .requiredOption('--as <person>', 'who approves, such as felix or mo@tour')
    .option('--yes', 'take the secret made for scripts; only in tenants marked for it', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      examples(
        'requests approve 0199a2b4-… --as felix',
        'requests approve 0199a2b4-… 0199a2b5-… --as felix',
        'requests approve 0199a2b4-… --as mo@tour --yes',
      ),
    )
    .action((ids: readonly string[], options: { as: string; yes: boolean; json: boolean }) =>
      settle(context, ids, { approve: true, reason: null }, options),
    );
}

function addReject(requests: Command, context: Context): void {
  requests
    .command('reject')
    .description('Reject a request, with your own secret, and say why.')
    .argument('<ids...>', 'the request id, or several')
    .requiredOption('--as <person>', 'who rejects, such as felix or mo@tour')
    .requiredOption('--reason <text>', 'why; the requester and the agent read it')
    .option('--yes', 'take the secret made for scripts; only in tenants marked for it', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('requests reject 0199a2b4-… --as felix --reason "ordered yesterday"'))
    .action((ids: readonly string[], options: { as: string; reason: string; yes: boolean; json: boolean }) =>
      settle(context, ids, { approve: false, reason: options.reason.slice(0, 500) }, options),
    );
}

export function addRequests(program: Command, context: Context): void {
  const requests = program
    .command('requests')
    .description('What agents asked for: list, show, approve, reject.')
    .addHelpText('after', examples('requests list', 'requests approve <id> --as felix'));
  addList(requests, context.outside);
  addShow(requests, context.outside);
  addApprove(requests, context);
  addReject(requests, context);
}
