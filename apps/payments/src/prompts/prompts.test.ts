import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { REQUEST_STATES } from '@supercargo/approval';
import { allTools } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';
import { EXCEPTION_KINDS } from '../domain/exceptions.ts';
import { INVOICE_STATES } from '../domain/states.ts';
import { payments } from '../server.ts';

const REVIEWED = new URL('./__snapshots__/', import.meta.url);
const prompts = payments.prompts.map((prompt) => [prompt.name, prompt] as const);

/** Words of answers and arguments that the texts rely on, beside the names of tools. */
const MEMBERS: readonly string[] = [...EXCEPTION_KINDS, 'due_before', 'next_step', 'next_cursor', 'invoice_id'];

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
  const tools = allTools(payments).map(({ name }) => name);
  const named = text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
  expect(named.filter((name) => !tools.includes(name) && !MEMBERS.includes(name))).toEqual([]);
  expect(named.filter((name) => tools.includes(name)).length).toBeGreaterThan(3);
});

test.each(prompts)('%s names only states that a request or an invoice can be in', (_name, { text }) => {
  const states: readonly string[] = [...REQUEST_STATES, ...INVOICE_STATES];
  const named = [...text.matchAll(/with the states ([a-z, ]+?)(?:\.|, and due_before)/g)].flatMap(([, list = '']) =>
    list.split(/, | and /),
  );
  expect(named.filter((state) => !states.includes(state))).toEqual([]);
});

test.each(prompts)('%s is text of ours: nothing in it is filled in', (_name, { text, title, description }) => {
  expect(`${title}${description}${text}`).not.toMatch(/[{}$%<>]/);
  expect(text.length).toBeLessThan(4_000);
});
