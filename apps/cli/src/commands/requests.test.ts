import { testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { acmeAndTour } from '../installation.fixture.ts';

const database = await testDatabase();
const here = await acmeAndTour(database);
afterAll(() => here.remove());

const stateOf = async (id: string): Promise<string | undefined> =>
  (await database.admin<{ state: string }>('select state from approval.request where id = $1', [id]))[0]?.state;

test('a list names each request, and no other company’s', async () => {
  const id = await here.ask(300);
  const { code, out } = await here.run(['requests', 'list']);
  expect(code).toBe(0);
  expect(out).toContain(id);
  expect(out).toContain('3,750.00 EUR');
  expect((await here.run(['requests', 'list', '--tenant', 'tour'])).out).not.toContain(id);
  expect(JSON.parse((await here.run(['requests', 'list', '--json', '--state', 'waiting'])).out)).toMatchObject({
    tenant: 'acme',
    requests: [{ request_id: id, state: 'waiting', amount_minor: '375000', requester: 'mara', agent: 'test-host' }],
  });
});

test('a request is shown with its card and, beside it, what the plan itself says', async () => {
  const id = await here.ask(301);
  const { code, out } = await here.run(['requests', 'show', id]);
  expect(code).toBe(0);
  expect(out).toContain('Order 301 EA of Coffee beans');
  expect(out).toContain('arguments  {"quantity":301,"sku":"COF-1KG","warehouse":"HAM-1"}');
  expect(out).toMatch(/effect {5}\{"purchase_order_id":"[0-9a-f-]+","quantity":301/);
  expect(out).toMatch(/digest {5}[0-9a-f]{64}/);
});

test('an id that is none is a mistake, and one of nobody’s or another company’s is refused', async () => {
  const id = await here.ask(302);
  expect(await here.run(['requests', 'show', 'seven'])).toMatchObject({ code: 2 });
  expect(await here.run(['requests', 'show', '01a1fcc1-74ca-762f-ab52-85a502346fc8'])).toMatchObject({ code: 1 });
  expect(await here.run(['requests', 'show', id, '--tenant', 'tour'])).toMatchObject({ code: 1 });
  expect(await here.run(['requests', 'show', id, '--tenant', 'tour', '--as', 'mo@acme'])).toMatchObject({ code: 2 });
});

test('without a terminal nobody approves, and nothing is decided', async () => {
  const id = await here.ask(303);
  const { code, err, questions } = await here.run(['requests', 'approve', id, '--as', 'felix']);
  expect(code).toBe(2);
  expect(err).toContain('standard input is not a terminal');
  expect(questions).toStrictEqual([]);
  expect(await stateOf(id)).toBe('waiting');
});

test('a secret is taken from no flag', async () => {
  const id = await here.ask(304);
  const { code, err } = await here.run(['requests', 'approve', id, '--as', 'felix', '--secret', 'secret of felix']);
  expect(code).toBe(2);
  expect(err).toContain('unknown option');
});

test('the requester’s own secret approves nothing of theirs', async () => {
  const id = await here.ask(305);
  const { code, err } = await here.run(['requests', 'approve', id, '--as', 'mara'], ['secret of mara']);
  expect(code).toBe(1);
  expect(err).toContain('nobody may approve a request of their own');
  expect(await stateOf(id)).toBe('waiting');
});

test('somebody whose role approves nothing is refused', async () => {
  const id = await here.ask(306);
  const { code, err } = await here.run(['requests', 'approve', id, '--as', 'ada'], ['secret of ada']);
  expect(code).toBe(1);
  expect(err).toContain('may not approve requests of this server');
  expect(await here.run(['requests', 'approve', id, '--as', 'wes'], ['anything'])).toMatchObject({ code: 1 });
});

test('nothing typed decides nothing', async () => {
  const id = await here.ask(307);
  const { code, err, questions } = await here.run(['requests', 'approve', id, '--as', 'felix'], ['']);
  expect(code).toBe(1);
  expect(questions).toStrictEqual(['Type the secret of felix to approve; empty to stop:']);
  expect(err).toContain('nothing was decided');
  expect(await stateOf(id)).toBe('waiting');
});

test('--yes is refused in a company whose people decide for themselves', async () => {
  const id = await here.ask(308);
  const { code, err } = await here.run(['requests', 'approve', id, '--as', 'felix', '--yes'], ['secret of felix']);
  expect(code).toBe(1);
  expect(err).toContain('--yes is refused');
  expect(await stateOf(id)).toBe('waiting');
});

test('--yes is refused where this installation has no secret for scripts', async () => {
  const id = await here.ask(309, 'tour');
  const { code, err } = await here.run(['requests', 'approve', id, '--as', 'felix@tour', '--yes']);
  expect(code).toBe(1);
  expect(err).toContain('no secret of felix@tour for scripts');
});

test('a rejection says why, and is the end', async () => {
  const id = await here.ask(310);
  expect(await here.run(['requests', 'reject', id, '--as', 'felix'], ['secret of felix'])).toMatchObject({ code: 2 });
  const reason = 'ordered yesterday';
  const rejected = await here.run(['requests', 'reject', id, '--as', 'felix', '--reason', reason], ['secret of felix']);
  expect(rejected).toMatchObject({ code: 0, out: 'Rejected; nothing was done.\n' });
  expect((await here.run(['requests', 'show', id])).out).toContain('rejected: ordered yesterday');
  const again = await here.run(['requests', 'approve', id, '--as', 'fiona'], ['secret of fiona']);
  expect(again).toMatchObject({ code: 1, questions: [] });
});

test('an approval by another person counts, and says that no worker has executed it', async () => {
  const id = await here.ask(311);
  const { code, out } = await here.run(['requests', 'approve', id, '--as', 'felix'], ['secret of felix']);
  expect(code).toBe(0);
  expect(out).toContain('has not executed it yet');
  expect(await stateOf(id)).toBe('approved');
});

test('one of two approvals says that another is needed', async () => {
  const id = await here.ask(4_100);
  const { code, out } = await here.run(['requests', 'approve', id, '--as', 'mo'], ['secret of mo']);
  expect(code).toBe(0);
  expect(out).toContain('1 of 2');
  expect(out).toContain('finance');
});

test('wrong secrets are counted, and the fifth locks', async () => {
  const id = await here.ask(312);
  const approve = (secret: string) => here.run(['requests', 'approve', id, '--as', 'fiona'], [secret]);
  for (let attempt = 0; attempt < 4; attempt += 1) {
    expect((await approve('guess')).err).toContain('the secret is wrong');
  }
  expect((await approve('guess')).err).toContain('too many wrong secrets');
  expect((await approve('secret of fiona')).err).toContain('too many wrong secrets');
  expect(await stateOf(id)).toBe('waiting');
  const wrong = await database.admin(
    `select from audit.entry where kind = 'wrong_secret' and record::jsonb ->> 'person' = 'fiona'`,
  );
  expect(wrong).toHaveLength(5);
});

test('no secret stands in what a command says', async () => {
  const id = await here.ask(313);
  const args = ['requests', 'reject', id, '--as', 'mo', '--reason', 'too dear', '--json'];
  const { out, err } = await here.run(args, ['secret of mo']);
  expect(`${out}${err}`).not.toContain('secret of mo');
  expect(JSON.parse(out)).toMatchObject({
    request_id: id,
    decisions: [{ person: 'mo', verdict: 'reject', via: 'terminal' }],
  });
});

test('several are decided with one secret, each by its own digest; what was decided already stays out of it', async () => {
  const ids = [await here.ask(331), await here.ask(332), await here.ask(333)];
  const { code, out, err, questions } = await here.run(['requests', 'approve', ...ids, '--as', 'mo'], ['secret of mo']);
  expect(questions).toStrictEqual(['Type the secret of mo to approve these 3; empty to stop:']);
  for (const id of ids) {
    expect(err).toContain(`request    ${id}`);
    expect(out).toContain(id);
    expect(await stateOf(id)).not.toBe('waiting');
  }
  expect(code).toBe(0);
  const digests = await database.admin<{ same: boolean }>(
    `select d.digest = p.digest as same from approval.decision d join approval.plan p using (tenant_id, request_id)
     where d.request_id = any($1::uuid[])`,
    [ids],
  );
  expect(digests).toStrictEqual([{ same: true }, { same: true }, { same: true }]);
});

test('of several nothing is decided where one has ended, and with a wrong secret only one try is counted', async () => {
  const ended = await here.ask(341);
  const open = await here.ask(342);
  await here.run(['requests', 'reject', ended, '--as', 'mo', '--reason', 'no'], ['secret of mo']);
  const refused = await here.run(['requests', 'approve', open, ended, '--as', 'mo'], ['secret of mo']);
  expect(refused).toMatchObject({ code: 1, questions: [] });
  expect(refused.err).toContain(`${ended} is rejected already`);
  const more = await here.ask(343);
  expect(await here.run(['requests', 'approve', open, more, '--as', 'mo'], ['secret of fiona'])).toMatchObject({
    code: 1,
  });
  expect(await stateOf(open)).toBe('waiting');
  const [secret] = await database.admin<{ tries: number }>(
    "select wrong_tries as tries from people.secret where tenant_id = 'acme' and person_id = 'mo'",
  );
  expect(secret).toStrictEqual({ tries: 1 });
});

test('of several the one that is one’s own is not decided, and says why', async () => {
  const other = await here.ask(351);
  await database.admin("update people.person set roles = '{supply_chain_manager}' where id = 'mara'");
  const { code, out } = await here.run(
    ['requests', 'approve', other, await here.ask(352), '--as', 'mara', '--json'],
    ['secret of mara'],
  );
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject([
    { refusal: 'nobody may approve a request of their own' },
    { state: 'waiting' },
  ]);
});
