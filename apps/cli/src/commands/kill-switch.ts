import { readSwitches, switchBySecret, SWITCH_KINDS, SWITCH_REFUSALS, type SwitchKind } from '@supercargo/policy';
import { Argument, type Command } from 'commander';
import { withDoor } from '../doors.ts';
import { Refused, UsageError } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { instant, json, table } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { secretOf } from '../requests/secret.ts';
import { parseAs, tenantOf } from '../who.ts';

const targetCharactersMax = 200;

interface Change {
  readonly kind: SwitchKind;
  readonly id: string;
  readonly thrown: boolean;
  readonly reason: string | null;
}

interface SwitchOptions {
  readonly as: string;
  readonly reason?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

async function change(outside: Outside, { kind, id, thrown, reason }: Change, options: SwitchOptions): Promise<void> {
  if (id.length > targetCharactersMax) {
    throw new UsageError(`an id of at most ${targetCharactersMax.toString()} characters is accepted`);
  }
  const tenant = tenantOf(options);
  const { person } = parseAs(options.as);
  const deed = `${thrown ? 'stop' : 'let go on'} the ${kind} ${id} of ${tenant}`;
  const refusal = await withDoor(outside, 'supercargo_terminal', async (door) => {
    const secret = await secretOf(outside, door, { tenant, person, deed, yes: options.yes });
    if (secret === undefined) throw new Refused('stopped; nothing was changed');
    return door.write(tenant, (tx) => switchBySecret(tx, { person, secret, kind, id, thrown, reason }));
  });
  if (refusal !== undefined) throw new Refused(`not changed: ${SWITCH_REFUSALS[refusal]}`);
  if (options.json) outside.out(json({ tenant, kind, id, thrown }));
  else {
    outside.out(
      thrown
        ? `Stopped: ${kind} ${id} of ${tenant}. It holds at once, for what is approved too.`
        : `Lifted: ${kind} ${id} of ${tenant}.`,
    );
  }
}

async function list(outside: Outside, options: { tenant?: string; json: boolean }): Promise<void> {
  const tenant = tenantOf(options);
  const switches = await withDoor(outside, 'supercargo_auditor', (door) => door.read(tenant, readSwitches));
  if (options.json) {
    outside.out(json({ tenant, switches }));
    return;
  }
  const rows = switches.map(({ kind, id, thrownBy, thrownAt, reason }) => [
    kind,
    id,
    thrownBy,
    instant(thrownAt),
    reason,
  ]);
  if (rows.length === 0) outside.out(`nothing of ${tenant} is stopped`);
  else for (const line of table(['kind', 'id', 'by', 'at', 'why'], rows)) outside.out(line);
}

export function addKillSwitch(program: Command, { outside }: Context): void {
  const kind = (): Argument => new Argument('<kind>', 'what is stopped').choices(SWITCH_KINDS);
  const killSwitch = program
    .command('kill-switch')
    .description(
      'Stop a person, agent, client, tool or a whole company at once; an administrator does it with their own secret.',
    )
    .addHelpText(
      'after',
      examples('kill-switch throw agent claude-desktop --as ada --reason "acts oddly"', 'kill-switch list'),
    );
  killSwitch
    .command('throw')
    .description('Stop it, at once: nothing is asked, approved or executed through it any more.')
    .addArgument(kind())
    .argument('<id>', 'its id, such as an agent’s or a tool’s name')
    .requiredOption('--as <person>', 'the administrator, such as ada or ada@acme')
    .requiredOption('--reason <text>', 'why; kept with the switch')
    .option('--yes', 'take the secret made for scripts; only in tenants marked for it', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('kill-switch throw tool create_reorder --as ada --reason "supplier in dispute"'))
    .action((of: SwitchKind, id: string, options: SwitchOptions) =>
      change(outside, { kind: of, id, thrown: true, reason: (options.reason ?? '').slice(0, 500) }, options),
    );
  killSwitch
    .command('lift')
    .description('Let it go on.')
    .addArgument(kind())
    .argument('<id>', 'its id')
    .requiredOption('--as <person>', 'the administrator, such as ada or ada@acme')
    .option('--reason <text>', 'why')
    .option('--yes', 'take the secret made for scripts; only in tenants marked for it', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('kill-switch lift tool create_reorder --as ada'))
    .action((of: SwitchKind, id: string, options: SwitchOptions) =>
      change(outside, { kind: of, id, thrown: false, reason: options.reason?.slice(0, 500) ?? null }, options),
    );
  killSwitch
    .command('list')
    .description('What is stopped.')
    .option('--tenant <tenant>', 'the company (default: acme)')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('kill-switch list --tenant tour'))
    .action((options: { tenant?: string; json: boolean }) => list(outside, options));
}
