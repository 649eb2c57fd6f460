import { decideSignedIn, readRequest } from '@supercargo/approval';
import { SERVERS, TenantId } from '@supercargo/kernel';
import { recordSignIn } from '@supercargo/policy';
import { testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { acmeAndTour } from '../installation.fixture.ts';

const database = await testDatabase();
const here = await acmeAndTour(database);
afterAll(() => here.remove());

test('the story of a request is told in words, each sentence from a record', async () => {
  const id = await here.ask(314);
  await here.run(['requests', 'reject', id, '--as', 'mo', '--reason', 'too many'], ['secret of mo']);
  const { code, out } = await here.run(['audit', 'explain', id]);
  expect(code).toBe(0);
  expect(out).toContain('Mara Lind (mara) asked for it through the agent test-host (unproven)');
  expect(out).toContain('Policy asked for the approval of another person.');
  expect(out).toContain('Mo Adeyemi (mo) rejected it, on a terminal, with a secret of their own: too many.');
  expect(out).toContain('It was rejected; nothing was done.');
  expect(await here.run(['audit', 'explain', id, '--tenant', 'tour'])).toMatchObject({ code: 1 });
});

test('the story tells of decisions in the console, made and refused for want of a sign-in', async () => {
  const id = await here.ask(315);
  const acme = TenantId.parse('acme');
  const console = database.door('supercargo_console', { connectionsMax: 1 });
  const request = await console.read(acme, (tx) => readRequest(tx, id));
  const said = { requestId: id, approve: true, reason: null, planDigest: request?.planDigest ?? Buffer.alloc(0) };
  await console.write(acme, async (tx) => {
    await decideSignedIn(tx, { ...said, person: 'felix' });
    await recordSignIn(tx, { person: 'mo', roles: ['supply_chain_manager'], signedInAt: new Date() });
    await decideSignedIn(tx, { ...said, person: 'mo' });
  });
  const { out } = await here.run(['audit', 'explain', id]);
  expect(out).toContain('(felix) tried to decide (approve) and was refused: sign in again:');
  expect(out).toContain('Mo Adeyemi (mo) approved it, in the console, signed in.');
});

test('the latest records are lines that a program can read', async () => {
  const { out } = await here.run(['audit', 'tail', '--limit', '3', '--json']);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { record: { tenant: string } });
  expect(lines).toHaveLength(3);
  expect(lines.map(({ record }) => record.tenant)).toStrictEqual(['acme', 'acme', 'acme']);
});

test('only an administrator throws a switch, with a reason, and it is listed and lifted', async () => {
  const target = ['tool', 'cancel_reorder'];
  const why = ['--reason', 'in dispute'];
  const thrown = (as: string, secret: string) =>
    here.run(['kill-switch', 'throw', ...target, '--as', as, ...why], [secret]);
  expect(await here.run(['kill-switch', 'throw', ...target, '--as', 'ada'], ['secret of ada'])).toMatchObject({
    code: 2,
  });
  expect(await here.run(['kill-switch', 'throw', ...target, '--as', 'ada', ...why])).toMatchObject({ code: 2 });
  expect((await thrown('mo', 'secret of mo')).err).toContain('only an administrator');
  expect((await thrown('ada', 'guess')).err).toContain('the secret is wrong');
  expect(await thrown('ada', 'secret of ada')).toMatchObject({ code: 0 });
  expect((await thrown('ada', 'secret of ada')).err).toContain('it stands so already');
  expect((await here.run(['kill-switch', 'list'])).out).toContain('in dispute');
  expect(await here.run(['kill-switch', 'lift', ...target, '--as', 'ada'], ['secret of ada'])).toMatchObject({
    code: 0,
  });
  expect((await here.run(['kill-switch', 'list'])).out).toContain('nothing of acme is stopped');
});

test('host-config prints JSON alone, and what it names serves that person', async () => {
  const { code, out, err } = await here.run(['host-config', 'all', '--as', 'mara@acme', '--host', 'generic']);
  expect(code).toBe(0);
  expect(err).toContain('DATABASE_URL');
  const { mcpServers } = JSON.parse(out) as {
    mcpServers: Record<string, { command: string; args: string[]; env: Record<string, string> }>;
  };
  const launch = mcpServers['supercargo-inventory'];
  expect(launch?.args.slice(1)).toStrictEqual(['stdio', '--as', 'mara@acme', '--agent', 'generic']);
  expect(launch?.env).toStrictEqual({ SUPERCARGO_HOME: here.home.path });
  expect(Object.keys(mcpServers)).toStrictEqual(SERVERS.map((server) => `supercargo-${server}`));
  expect(await here.run(['host-config', 'customs'])).toMatchObject({ code: 2 });
});

test('a tour is refused where it could not be played, before anything is asked for', async () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, err } = await here.run(['tour', ...args]);
    expect(code).toBe(1);
    return err;
  };
  const before = await database.admin('select from approval.request');
  expect(await refused('--as', 'mara@acme', '--yes')).toContain('--yes is refused');
  expect(await refused('--as', 'felix@tour', '--yes')).toContain('is not enrolled');
  expect(await refused('--as', 'mara@tour', '--sku', 'NOTHING')).toContain('no item NOTHING');
  expect(await database.admin('select from approval.request')).toHaveLength(before.length);
});

test('an import never touches a demo company, and says which file is missing', async () => {
  expect(await here.run(['import', 'scms', 'no-such-file.csv', '--tenant', 'acme'])).toMatchObject({ code: 2 });
  const { code, err } = await here.run(['import', 'scms', 'no-such-file.csv']);
  expect(code).toBe(1);
  expect(err).toContain('there is no file');
});
