import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { REQUEST_STATES } from '@supercargo/approval';
import { allTools } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';
import { FlagField } from '../answers/flag-field.ts';
import { ORDER_WHOLE } from '../answers/order-whole.ts';
import { FLAG_KINDS } from '../domain/flag.ts';
import { ORDER_STATES } from '../domain/order.ts';
import { findOrders } from '../tools/find-orders.ts';
import { orders } from '../server.ts';

const REVIEWED = new URL('./__snapshots__/', import.meta.url);
const prompts = orders.prompts.map((prompt) => [prompt.name, prompt] as const);

/** Words of answers and arguments that the texts rely on, beside the names of tools. */
const MEMBERS = [
  ...Object.keys(ORDER_WHOLE),
  ...Object.keys(FlagField.shape),
  ...Object.keys(findOrders.input.shape),
  ...[...FLAG_KINDS, 'next_cursor'],
];

// A changed text is written by `vitest -u`, and read as a diff.
test.each(prompts)('%s is the text that was reviewed', async (name, { text }) => {
  const reviewed = new URL(`${name}.txt`, REVIEWED);
  // Without a file the next line would write one and hold.
  expect(existsSync(reviewed)).toBe(true);
  await expect(`${text}\n`).toMatchFileSnapshot(fileURLToPath(reviewed));
});

test('every reviewed text is a prompt of the server, and every file of a prompt is in it', () => {
  expect(readdirSync(REVIEWED).sort()).toEqual(prompts.map(([name]) => `${name}.txt`).sort());
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => /(?<!\.test)\.ts$/.test(file));
  expect(files).toHaveLength(prompts.length);
});

test.each(prompts)('%s names only tools that the server has and members that their answers have', (_name, { text }) => {
  const tools = allTools(orders).map(({ name }) => name);
  const named = text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
  expect(named.filter((name) => !tools.includes(name) && !MEMBERS.includes(name))).toEqual([]);
  expect(named.filter((name) => tools.includes(name)).length).toBeGreaterThan(3);
});

test.each(prompts)('%s names only states that a request or an order can be in', (_name, { text }) => {
  const states: readonly string[] = [...REQUEST_STATES, ...ORDER_STATES];
  const named = [...text.matchAll(/with the states ([a-z, ]+?)(?: since| and promised|\.)/g)].flatMap(([, list = '']) =>
    list.split(/, | and /),
  );
  expect(named.filter((state) => !states.includes(state))).toEqual([]);
});

test.each(prompts)('%s is text of ours: nothing in it is filled in', (_name, { text, title, description }) => {
  expect(`${title}${description}${text}`).not.toMatch(/[{}$%<>]/);
  expect(text.length).toBeLessThan(4_000);
});
