import { readParked, RETRY_REFUSALS, retryBySecret } from '@supercargo/events';
import type { Command } from 'commander';
import * as z from 'zod';
import { withDoor } from '../doors.ts';
import { Refused, UsageError } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { instant, json, table } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { secretOf } from '../requests/secret.ts';
import { parseAs, tenantOf } from '../who.ts';

const listedMax = 500;

async function list(outside: Outside, options: { readonly tenant?: string; readonly json: boolean }): Promise<void> {
  const tenant = tenantOf(options);
  const events = await withDoor(outside, 'supercargo_auditor', (door) =>
    door.read(tenant, (tx) => readParked(tx, listedMax)),
  );
  if (options.json) {
    outside.out(json({ tenant, events }));
    return;
  }
  const rows = events.map(({ id, topic, key, consumer, parkedAt, reason }) => [
    ...[id, topic, key, consumer, instant(parkedAt), reason],
  ]);
  if (rows.length === 0) outside.out(`no event of ${tenant} was given up`);
  else for (const line of table(['id', 'topic', 'about', 'consumer', 'given up', 'why'], rows)) outside.out(line);
}

interface RetryOptions {
  readonly as: string;
  readonly yes: boolean;
  readonly json: boolean;
}

async function retry(outside: Outside, id: string, options: RetryOptions): Promise<void> {
  const event = z.uuid().safeParse(id);
  if (!event.success) throw new UsageError('the id of an event is accepted, as events list shows it');
  const tenant = tenantOf(options);
  const { person } = parseAs(options.as);
  const deed = `have event ${event.data} of ${tenant} tried again`;
  const refusal = await withDoor(outside, 'supercargo_terminal', async (door) => {
    const secret = await secretOf(outside, door, { tenant, person, deed, yes: options.yes });
    if (secret === undefined) throw new Refused('stopped; nothing was changed');
    return door.write(tenant, (tx) => retryBySecret(tx, { person, secret, event: event.data }));
  });
  if (refusal !== undefined) throw new Refused(`not tried again: ${RETRY_REFUSALS[refusal]}`);
  if (options.json) outside.out(json({ tenant, event: event.data, retried: true }));
  else outside.out(`Event ${event.data} of ${tenant} is tried again, before what waits behind it.`);
}

export function addEvents(program: Command, { outside }: Context): void {
  const events = program
    .command('events')
    .description(
      'What one server told another and was given up after its last try; an administrator has it tried again.',
    )
    .addHelpText('after', examples('events list', 'events retry <id> --as ada'));
  events
    .command('list')
    .description('What was given up, and why.')
    .option('--tenant <tenant>', 'the company (default: acme)')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('events list --tenant tour'))
    .action((options: { tenant?: string; json: boolean }) => list(outside, options));
  events
    .command('retry')
    .description('Have it tried again, once what kept it is mended.')
    .argument('<id>', 'its id, as events list shows it')
    .requiredOption('--as <person>', 'the administrator, such as ada or ada@acme')
    .option('--yes', 'take the secret made for scripts; only in tenants marked for it', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('events retry 0199b2c4-5d6e-4f70-8a91-b2c3d4e5f607 --as ada'))
    .action((id: string, options: RetryOptions) => retry(outside, id, options));
}
