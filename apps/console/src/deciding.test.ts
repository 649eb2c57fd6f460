import { LEDGER_REFUSALS } from '@supercargo/approval';
import { afterAll, expect, test } from 'vitest';
import { asked, ledgerSays } from './store/asking.fixture.ts';
import { hidden, type Browser, type Fields, type Shown } from './browser.fixture.ts';
import { openStage } from './stage.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const mo = await stage.signIn('mo@acme');
const at = (id: string): string => `${stage.origin}/requests/${id}`;

/** Sends the decision as the page of that request has it, with these fields otherwise. */
async function decide(browser: Browser, id: string, fields: Fields): Promise<Shown> {
  const { page } = await browser.open(at(id));
  const form = { csrf: hidden(page, 'csrf'), digest: hidden(page, 'digest'), ...fields };
  return browser.send(`${at(id)}/decide`, form);
}

test('who follows a link signs in, comes back to that request, sees the card and approves it; the ledger has it from the console', async () => {
  const id = await asked(stage);
  const { browser, shown } = await stage.signIn('mo@acme', `/requests/${id}`);
  expect([shown.status, shown.url.href]).toEqual([200, at(id)]);
  expect(shown.page).toContain('Order 400 of COF-1KG.');
  expect(shown.page).toContain('It waits for a decision, and you may give one.');
  const form = { csrf: hidden(shown.page, 'csrf'), digest: hidden(shown.page, 'digest'), verdict: 'approve' };
  const after = await browser.send(`${at(id)}/decide`, form);
  expect(after.way).toEqual([`303 /requests/${id}/decide`, `200 /requests/${id}`]);
  expect(after.page).toContain('Approved. The worker of inventory executes it by itself');
  expect(after.page).not.toContain('name="verdict"');
  expect(await ledgerSays(stage, id)).toEqual({
    state: 'approved',
    reason: null,
    decisions: ['mo approve via console'],
  });
});

test('a rejection carries its reason, which the page then quotes', async () => {
  const id = await asked(stage);
  const after = await decide(mo.browser, id, { verdict: 'reject', reason: ' Too much,\r\nfor <b>now</b>. ' });
  expect(after.page).toContain(
    'Rejected. The reason given: “Too much, for &lt;b&gt;now&lt;/b&gt;.”. Nothing was done.',
  );
  const reason = 'Too much, for <b>now</b>.';
  expect(await ledgerSays(stage, id)).toEqual({ state: 'rejected', reason, decisions: ['mo reject via console'] });
});

test.each([
  ['no reason', { verdict: 'reject', reason: '  ' }, 'Not rejected: say why'],
  ['a reason of 501 characters', { verdict: 'reject', reason: 'x'.repeat(501) }, 'at most 500 characters'],
  ['a reason that holds what nobody sees', { verdict: 'reject', reason: 'no\u202e' }, 'characters that nobody can see'],
  ['neither yes nor no', { verdict: 'maybe' }, 'The form cannot be read'],
  ['no digest', { verdict: 'approve', digest: '' }, 'The form cannot be read'],
])('%s decides nothing, and the page says so', async (_what, fields, said) => {
  const id = await asked(stage);
  const after = await decide(mo.browser, id, fields);
  expect(after.status).toBe(400);
  expect(after.page).toContain(said);
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'waiting', decisions: [] });
});

test('a reason of 500 characters of four bytes each is accepted', async () => {
  const id = await asked(stage);
  await decide(mo.browser, id, { verdict: 'reject', reason: '😀'.repeat(500) });
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'rejected', reason: '😀'.repeat(500) });
});

test('who asked is offered nothing, and the database refuses the form that they send all the same', async () => {
  const id = await asked(stage);
  const { browser, shown } = await stage.signIn('mara@acme', `/requests/${id}`);
  expect(shown.page).toContain('You asked for this. Another person decides: pass the address of this page on to them.');
  expect(shown.page).not.toContain('name="verdict"');
  const digest = hidden((await mo.browser.open(at(id))).page, 'digest');
  const after = await decide(browser, id, { verdict: 'approve', digest });
  expect(after.page).toContain(`Not decided: ${LEDGER_REFUSALS.own_request}.`);
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'waiting', decisions: [] });
  expect((await browser.open(at(id))).page).not.toContain('Not decided');
});

test('a decision about another plan than the one that is stored is refused', async () => {
  const [id, other] = [await asked(stage), await asked(stage)];
  const digest = hidden((await mo.browser.open(at(other))).page, 'digest');
  const after = await decide(mo.browser, id, { verdict: 'approve', digest });
  expect(after.page).toContain(`Not decided: ${LEDGER_REFUSALS.not_what_you_were_shown}.`);
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'waiting', decisions: [] });
});

test('what was decided meanwhile says how it stands, and a form from before is refused', async () => {
  const id = await asked(stage);
  const before = await mo.browser.open(at(id));
  const felix = await stage.signIn('felix@acme');
  await decide(felix.browser, id, { verdict: 'approve' });
  const form = { csrf: hidden(before.page, 'csrf'), digest: hidden(before.page, 'digest'), verdict: 'reject' };
  const after = await mo.browser.send(`${at(id)}/decide`, { ...form, reason: 'no' });
  expect(after.page).toContain(`Not decided: ${LEDGER_REFUSALS.not_waiting}.`);
  expect(after.page).toContain('Approved. The worker of inventory');
});

test('where two are needed, the first hears of the second, is offered nothing more, and the second’s yes is what approves', async () => {
  const id = await asked(stage, { minor: 60_000_00n });
  const first = await stage.signIn('mo@acme', `/requests/${id}`);
  expect(first.shown.page).toContain('2 other people, one of them with the role finance');
  const half = await decide(first.browser, id, { verdict: 'approve' });
  expect(half.page).toContain('Your decision is recorded: 1 of 2. It waits for another person');
  expect(half.page).not.toContain('name="verdict"');
  const second = await stage.signIn('felix@acme', `/requests/${id}`);
  await decide(second.browser, id, { verdict: 'approve' });
  expect(await ledgerSays(stage, id)).toMatchObject({
    ...{ state: 'approved', decisions: ['mo approve via console', 'felix approve via console'] },
  });
});

test('where two are needed, a sign-in of more than five minutes ago decides nothing: it is done again, comes back, and nothing is decided by itself', async () => {
  const id = await asked(stage, { minor: 60_000_00n });
  const { browser } = await stage.signIn('felix@acme');
  await stage.database.admin(
    "update people.sign_in set signed_in_at = signed_in_at - interval '6 minutes' where person = 'felix'",
  );
  const refused = await decide(browser, id, { verdict: 'approve' });
  expect(refused.page).toContain(`Not decided: ${LEDGER_REFUSALS.sign_in_again}.`);
  expect(refused.page).not.toContain('name="verdict"');
  expect(refused.page).toContain(`<a href="/sign-in?return=/requests/${id}">Sign in again</a>`);
  // The issuer still knows the browser, and asks for the password all the same.
  const form = await browser.open(`${stage.origin}/sign-in?return=/requests/${id}`);
  const back = await stage.fillIn(browser, form, 'felix@acme');
  expect(back.url.href).toBe(at(id));
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'waiting', decisions: [] });
  await decide(browser, id, { verdict: 'approve' });
  expect(await ledgerSays(stage, id)).toMatchObject({ decisions: ['felix approve via console'] });
});

test('the page asks for the new sign-in before the decision where it knows already that one is needed', async () => {
  const [two, one] = [await asked(stage, { minor: 60_000_00n }), await asked(stage)];
  const { browser } = await stage.signIn('fiona@acme');
  stage.advance(5 * 60);
  try {
    expect((await browser.open(at(two))).page).toContain('must have signed in within the last five minutes');
    expect((await browser.open(at(one))).page).toContain('name="verdict"');
  } finally {
    stage.advance(-5 * 60);
  }
});
