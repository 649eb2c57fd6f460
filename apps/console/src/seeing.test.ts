import { afterAll, expect, test } from 'vitest';
import { asked, ledgerSays } from './store/asking.fixture.ts';
import { hidden } from './browser.fixture.ts';
import { openStage } from './stage.fixture.ts';

const stage = await openStage();
afterAll(() => stage.end());

const NOBODYS = '00000000-0000-4000-8000-000000000000';

test('where nothing waits, the list says so in words', async () => {
  const { shown } = await stage.signIn('mo@acme');
  expect(shown.page).toContain('Nothing that you may see waits for a decision.');
});

test('the list has who asked, how much, since when and until when; at most fifty of them, and how many there are', async () => {
  for (let count = 0; count < 52; count += 1) {
    await asked(stage, { requester: ['mara', 'mo', 'felix', 'fiona'][count % 4] ?? 'mara' });
  }
  const { shown } = await stage.signIn('mo@acme');
  expect(shown.page).toContain('52 requests wait, of which the 50 that end first are shown.');
  expect(shown.page.match(/href="\/requests\//g)).toHaveLength(50);
  expect(shown.page).toMatch(
    /Order 400 of COF-1KG\.<\/a>\s*\(inventory\)\s*<\/td>\s*<td>Mara Lind<\/td>\s*<td>5,000\.00 EUR<\/td>/,
  );
  expect(shown.page).toContain('<td>Mo Adeyemi (you)</td>');
  expect(shown.page).toMatch(/<td>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC<\/td>/);
});

test('a request shows what its plan says beside the card', async () => {
  const id = await asked(stage, { arguments: { sku: 'TEA-100', quantity: '3' } });
  const { shown } = await stage.signIn('mo@acme', `/requests/${id}`);
  for (const said of [
    ...[id, 'inventory create_reorder', '{&quot;quantity&quot;:&quot;3&quot;,&quot;sku&quot;:&quot;TEA-100&quot;}'],
    ...['{&quot;supplier_id&quot;:&quot;beans&quot;}', '5,000.00 EUR', 'mara, through the agent “desk” (unproven)'],
    ...['another person', 'nobody yet', hidden(shown.page, 'digest')],
  ]) {
    expect(shown.page).toContain(`<dd>${said}</dd>`);
  }
});

test('another company’s request, nobody’s and what is no id at all are not there, alike', async () => {
  const id = await asked(stage);
  const { browser } = await stage.signIn('gina@globex');
  const pages = new Set<string>();
  for (const path of [id, NOBODYS, 'x', '..%2frequests', `${id}/decide`]) {
    const shown = await browser.open(`${stage.origin}/requests/${path}`);
    expect([path, shown.status]).toEqual([path, 404]);
    pages.add(shown.page);
  }
  expect(pages.size).toBe(1);
});

test('a decision of another company about a request is not there either, and nothing is decided', async () => {
  const id = await asked(stage);
  const mo = await stage.signIn('mo@acme', `/requests/${id}`);
  const { browser, shown } = await stage.signIn('gina@globex');
  const form = { csrf: hidden(shown.page, 'csrf'), digest: hidden(mo.shown.page, 'digest'), verdict: 'approve' };
  const after = await browser.send(`${stage.origin}/requests/${id}/decide`, form);
  expect(after.status).toBe(404);
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'waiting', decisions: [] });
});

test('who decides nothing sees their own requests and nobody else’s; an auditor sees all and is offered nothing', async () => {
  const [own, others] = [await asked(stage, { requester: 'wes' }), await asked(stage)];
  const wes = await stage.signIn('wes@acme');
  expect(wes.shown.page).toContain('1 request waits.');
  expect((await wes.browser.open(`${stage.origin}/requests/${own}`)).page).toContain('You asked for this.');
  expect((await wes.browser.open(`${stage.origin}/requests/${others}`)).status).toBe(404);
  const olga = await stage.signIn('olga@acme', `/requests/${others}`);
  expect(olga.shown.page).toContain('None of your roles decides about requests of this server.');
  expect(olga.shown.page).not.toContain('name="verdict"');
});

test('a card that is not the one its plan was made with is not shown, and a decision about it is refused', async () => {
  const id = await asked(stage);
  await stage.database.admin('alter table approval.plan disable trigger all');
  await stage.database.admin('alter table approval.plan drop constraint plan_check_columns');
  await stage.database.admin(
    "update approval.plan set card = replace(card, 'Order 400', 'Order 4') where request_id = $1",
    [id],
  );
  const { browser, shown } = await stage.signIn('mo@acme', `/requests/${id}`);
  expect(shown.page).toContain('is not the one its plan was made with');
  expect(shown.page).not.toContain('Order 4');
  expect(shown.page).not.toContain('name="verdict"');
  const [{ digest } = { digest: '' }] = await stage.database.admin<{ digest: string }>(
    "select encode(digest, 'hex') as digest from approval.plan where request_id = $1",
    [id],
  );
  const form = { csrf: hidden(shown.page, 'csrf'), digest, verdict: 'approve' };
  expect((await browser.send(`${stage.origin}/requests/${id}/decide`, form)).status).toBe(409);
  expect(await ledgerSays(stage, id)).toMatchObject({ state: 'waiting', decisions: [] });
});

test('of a long plan nothing is cut off', async () => {
  const id = await asked(stage, { arguments: { note: `${'x'.repeat(20_000)}the end` } });
  const { shown } = await stage.signIn('mo@acme', `/requests/${id}`);
  expect(shown.page).toContain('xthe end&quot;}</dd>');
});

test('text of others is inert: markup is text, and what hides or reorders is made visible', async () => {
  const hostile = '</li><script>alert(1)</script>\u202e"onload=\'x\u0007\u001b[2J';
  const id = await asked(stage, { sentence: hostile, agent: hostile, words: hostile, arguments: { note: hostile } });
  await stage.database.admin(`update people.person set name = $1 where tenant_id = 'acme' and id = 'ada'`, [hostile]);
  const { browser, shown } = await stage.signIn('ada@acme', `/requests/${id}`);
  const pages = [shown.page, (await browser.open(`${stage.origin}/requests`)).page];
  for (const page of pages) {
    expect(page).toContain('&lt;/li&gt;&lt;script&gt;alert(1)&lt;/script&gt;\ufffd&quot;onload=&#39;x');
    expect(page).not.toMatch(/<script|[^\P{Cc}\n]|\u202e/u);
  }
  expect(shown.page).toContain('In the agent&#39;s words (not checked): “&lt;/li&gt;');
});
