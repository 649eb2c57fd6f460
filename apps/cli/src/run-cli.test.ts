import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, expect, test } from 'vitest';
import { recordedOutside, type Ended } from './installation.fixture.ts';
import { programOf } from './program.ts';
import { runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'supercargo cli '));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { outside, said } = recordedOutside({ SUPERCARGO_HOME: join(folder, 'home'), ...env }, undefined);
  return { code: await runCli(args, outside), ...said };
}

function commandsIn(command: Command, path: readonly string[] = []): readonly (readonly string[])[] {
  return command.commands.flatMap((sub) => {
    const here = [...path, sub.name()];
    return sub.name() === 'help' ? [] : [here, ...commandsIn(sub, here)];
  });
}

const everyCommand = commandsIn(programOf(recordedOutside({}, undefined).outside, () => undefined));

test.each(everyCommand.map((path) => [path.join(' '), path] as const))(
  'the help of %s has an example',
  async (_name, path) => {
    const { code, out } = await run([...path, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`npx supercargo ${path.join(' ')}`);
  },
);

test('the commands are those of the documentation', () => {
  expect(everyCommand.filter(({ length }) => length === 1).map(([name]) => name)).toStrictEqual([
    'up',
    'tour',
    'host-config',
    'stdio',
    'token',
    'requests',
    'audit',
    'kill-switch',
    'events',
    'import',
    'export',
    'status',
    'doctor',
    'posture',
    'down',
  ]);
});

test('a command line that cannot be followed ends with 2, and says what is accepted', async () => {
  expect(await run(['fly'])).toMatchObject({
    code: 2,
    err: expect.stringContaining("unknown command 'fly'") as string,
  });
  expect(await run(['up', '--fast'])).toMatchObject({ code: 2 });
  expect(await run(['requests', 'approve', 'x'])).toMatchObject({ code: 2 });
  expect((await run(['requests', 'list', '--state', 'lost'])).err).toContain('waiting, approved, executing');
  expect((await run(['requests', 'list', '--limit', '0'])).err).toContain('from 1 to 500');
  expect((await run(['stdio', 'customs', '--as', 'mara'])).err).toContain('there are inventory, logistics, orders');
  expect((await run(['tour', '--as', 'Mara Lind'])).err).toContain('such as felix or felix@acme');
  expect(await run([])).toMatchObject({ code: 2 });
});

test('a host’s configuration carries the bounds that its person gave, and no others', async () => {
  const args = async (...more: readonly string[]): Promise<readonly string[]> => {
    const { out } = await run(['host-config', 'inventory', '--as', 'mara@acme', ...more]);
    const { mcpServers } = JSON.parse(out) as { mcpServers: Record<string, { args: readonly string[] }> };
    return mcpServers['supercargo-inventory']?.args.slice(1) ?? [];
  };
  const unbounded = ['stdio', '--as', 'mara@acme', '--agent', 'claude-desktop'];
  expect(await args()).toEqual(unbounded);
  expect(await args('--read-only', '--tools', 'get_stock,get_inventory_request')).toEqual([
    ...[...unbounded, '--read-only', '--tools', 'get_stock,get_inventory_request'],
  ]);
  expect(await run(['host-config', 'inventory', '--tools', 'get_stock', '--tools', 'create_reorder'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('the second would widen the first') as string,
  });
  expect(await run(['host-config', 'all', '--tools', 'get_stock'])).toMatchObject({ code: 2 });
  const unknown = await run(['host-config', 'inventory', '--tools', 'get_stock,create_order']);
  expect(unknown).toMatchObject({ code: 2, out: '' });
  expect(unknown.err).toMatch(/^supercargo: --tools: there is no create_order; there are .*get_stock, /);
});

test('an unknown variable with our prefix stops every command: a typo must not switch a control off', async () => {
  const { code, err } = await run(['status'], { SUPERCARGO_HOMES: 'x' });
  expect(code).toBe(2);
  expect(err).toContain('unknown variable SUPERCARGO_HOMES');
  expect(await run(['status'], { SUPERCARGO_PROFILE: 'customer' })).toMatchObject({ code: 2 });
});

test('where nothing was started, a command says so and starts nothing', async () => {
  for (const args of [
    ['requests', 'list'],
    ['audit', 'tail'],
    ['kill-switch', 'list'],
    ['events', 'list'],
  ]) {
    const { code, err } = await run(args);
    expect(code).toBe(1);
    expect(err).toContain('run npm start');
    expect(err).not.toMatch(/\n\s+at /);
  }
  expect((await run(['status'])).out).toContain('none yet; run npm start');
  expect(await run(['down'])).toMatchObject({ code: 0 });
  expect(JSON.parse((await run(['status', '--json'])).out)).toMatchObject({ database: { kind: 'none' }, enrolled: [] });
});

test('a database that does not answer is said in a sentence', async () => {
  const { code, err } = await run(['requests', 'list'], { DATABASE_URL: 'postgresql://127.0.0.1:1/nothing' });
  expect(code).toBe(1);
  expect(err.trim()).toBe('supercargo: the database does not answer; run npm start, or see npx supercargo status');
});

test('status says where local trust ends', async () => {
  expect((await run(['status'])).out).toContain('it cannot approve without an approver’s secret');
});
