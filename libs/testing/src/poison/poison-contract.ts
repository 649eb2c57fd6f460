import { untrusted } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import type { TestClient } from '../contract/clients.ts';
import type { Input } from '../contract/facts.ts';
import type { Stage } from '../contract/stage.ts';
import { inEveryField, INVISIBLE, POISONED, textsOfOthers, type TextFacts } from './poison.ts';

/** What shows what others wrote; lists also by page, filter and search, which such text must not move. */
export interface Reads {
  readonly person: string;
  readonly tools: readonly (readonly [tool: string, input: Input])[];
  readonly resources: readonly string[];
}

/** In the text beside an answer each text of others stands between markers that no such text has in it. */
function expectFenced(tool: string, structured: unknown, [text = '', note = '']: readonly string[]): void {
  const marker = /^Text between <<([0-9a-f]{12}) and/.exec(note)?.[1] ?? 'none';
  const said = textsOfOthers(structured).map((each) => each.text);
  for (const each of said) expect(each, tool).not.toContain(marker);
  expect(
    textsOfOthers(JSON.parse(text)).map((each) => each.text),
    tool,
  ).toEqual(said.map((each) => `<<${marker} ${each} ${marker}>>`));
}

async function readAll(client: TestClient, { tools, resources }: Reads): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const [tool, input] of tools) {
    const { structured, texts, isError } = await client.call(tool, input);
    expect(isError, tool).toBe(false);
    expectFenced(tool, structured, texts);
    answers.push(structured);
  }
  for (const uri of resources) answers.push(JSON.parse(await client.readResource(uri)));
  return answers;
}

/** An answer without what others wrote and without its time: what must be the same whatever they wrote. */
function withoutTextsOfOthers(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutTextsOfOthers(each, names));
  if (typeof value !== 'object' || value === null) return value;
  if ('origin' in value && 'text' in value) return { ...value, text: '' };
  const members = Object.entries(value).filter(([name]) => name !== 'as_of' && !names.includes(name));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutTextsOfOthers(member, names)]));
}

/** What others write stays in fields of its own and moves nothing else. Called with `await` at the top of a test file. */
export async function poisonContract<Field extends string>(
  stage: Stage,
  facts: TextFacts<Field>,
  reads: Reads,
): Promise<void> {
  const { database } = stage;
  const names = Object.values<string | undefined>(facts.names).flatMap((member) => member ?? []);
  const quoted = (Object.keys(facts.harmless) as Field[]).filter((field) => facts.names[field] === undefined);
  const read = async (): Promise<readonly unknown[]> => {
    const client = await stage.client(reads.person, '2026-07-28');
    const answers = await readAll(client, reads);
    await client.close();
    return answers;
  };
  await facts.write(database, facts.harmless);
  const harmless = await read();

  test('every one of these answers shows what others wrote', () => {
    for (const answer of harmless) expect(textsOfOthers(answer).length).toBeGreaterThan(0);
    const shown = new Set(harmless.flatMap(textsOfOthers).map(({ text }) => text));
    for (const field of quoted) expect(shown).toContain(facts.harmless[field]);
  });

  test.each(POISONED)(
    '%s change nothing but their own fields, in any answer, and stay between their markers',
    async (_what, text) => {
      const texts = inEveryField(facts, text);
      await facts.write(database, texts);
      const poisoned = await read();
      expect(poisoned.map((answer) => withoutTextsOfOthers(answer, names))).toEqual(
        harmless.map((answer) => withoutTextsOfOthers(answer, names)),
      );
      const shown = poisoned.flatMap(textsOfOthers).map((each) => each.text);
      for (const field of quoted) {
        expect(shown, field).toContain(untrusted('', texts[field], facts.charactersMax[field]).text);
      }
      for (const said of shown) expect(said).not.toMatch(INVISIBLE);
    },
  );
}
