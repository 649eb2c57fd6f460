import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { REQUEST_STATES } from '@supercargo/approval';
import { allTools, type ServerDefinition } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';

/** What the contract has to know of a server's prompts. */
export interface PromptFacts {
  readonly definition: ServerDefinition;
  /** The folder of the prompts, with the reviewed texts below it. */
  readonly folder: URL;
  /** Words of answers and arguments that the texts rely on, beside the names of tools. */
  readonly members: readonly string[];
  /** What can be in a state, for the test's name, and the states of the trade beside those of a request. */
  readonly states: { readonly of: string; readonly names: readonly string[] };
}

/** A list of states in a text, up to what follows it in one of ours. A text that goes on otherwise names states that nothing has. */
const LISTED = /with the states ([a-z_, ]+?)(?: since| and promised|, and due_before|, page|, the oldest|\.)/g;

/** Every prompt is the text that was reviewed, names what there is, and has nothing filled in. Called at the top of a test file. */
export function promptContract({ definition, folder, members, states }: PromptFacts): void {
  const snapshots = new URL('./__snapshots__/', folder);
  const prompts = definition.prompts.map((prompt) => [prompt.name, prompt] as const);

  // A changed text is written by `vitest -u`, and read as a diff.
  test.each(prompts)('%s is the text that was reviewed', async (name, { text }) => {
    const reviewed = new URL(`${name}.txt`, snapshots);
    // Without a file the next line would write one and hold.
    expect(existsSync(reviewed)).toBe(true);
    await expect(`${text}\n`).toMatchFileSnapshot(fileURLToPath(reviewed));
  });

  test('every reviewed text is a prompt of the server, and every file of a prompt is in it', () => {
    expect(readdirSync(snapshots).sort()).toEqual(prompts.map(([name]) => `${name}.txt`).sort());
    const files = readdirSync(folder).filter((file) => /(?<!\.test)\.ts$/.test(file));
    expect(files).toHaveLength(prompts.length);
  });

  test.each(prompts)(
    '%s names only tools that the server has and members that their answers have',
    (_name, { text }) => {
      const tools = allTools(definition).map(({ name }) => name);
      const named = text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
      expect(named.filter((name) => !tools.includes(name) && !members.includes(name))).toEqual([]);
      expect(named.filter((name) => tools.includes(name)).length).toBeGreaterThan(3);
    },
  );

  test.each(prompts)(`%s names only states that ${states.of} can be in`, (_name, { text }) => {
    const known: readonly string[] = [...REQUEST_STATES, ...states.names];
    const named = [...text.matchAll(LISTED)].flatMap(([, list = '']) => list.split(/, | and /));
    expect(named.filter((state) => !known.includes(state))).toEqual([]);
  });

  test.each(prompts)('%s is text of ours: nothing in it is filled in', (_name, { text, title, description }) => {
    expect(`${title}${description}${text}`).not.toMatch(/[{}$%<>]/);
    expect(text.length).toBeLessThan(4_000);
  });
}
