import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { allTools, definitionOf, type Tool } from '@supercargo/mcp-kit';
import type { ServerFacts } from './facts.ts';

/** What is wrong, in words; empty when all is well. */
export type Problems = readonly string[];
type ToolCheck = (facts: ServerFacts, tool: Tool) => Problems;

const HINTS = {
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  ledger: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  write: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
};

const fileOf = (name: string): string => name.replaceAll('_', '-');

/** The words of what is wrong, of all that could be. */
export function problemsOf(...found: readonly (readonly [isWrong: boolean, words: string])[]): Problems {
  return found.filter(([isWrong]) => isWrong).map(([, words]) => words);
}

/** The list of tools against itself, the facts and the files. */
export function listProblems(facts: ServerFacts): Problems {
  const { customers, faces } = facts.definition;
  const own = facts.definition.tools.map(({ name }) => name);
  const names = allTools(facts.definition).map(({ name }) => name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  const folder = `${facts.source}tools/`;
  // What is for customers lies beside what is for staff, and is counted with it.
  const theirs = customers?.tools.map(({ name }) => name) ?? [];
  const listed = (at: string): readonly string[] => (faces === undefined && existsSync(at) ? readdirSync(at) : []);
  const files = listed(folder).filter((file) => file.endsWith('.ts') && !file.includes('.test.'));
  const snapshots = listed(`${folder}__snapshots__`);
  return [
    ...twice.map((name) => `two tools are named ${name}`),
    ...own.filter((name) => !Object.hasOwn(facts.good, name)).map((name) => `${name} has no good input in the facts`),
    ...Object.keys(facts.good)
      .filter((name) => !own.includes(name))
      .map((name) => `the facts have a good input of ${name}, which is no tool`),
    ...files
      .filter((file) => ![...own, ...theirs].some((name) => `${fileOf(name)}.ts` === file))
      .map((file) => `tools/${file} is no tool of the server's list`),
    ...snapshots
      .filter((file) => ![...names, ...theirs].some((name) => `${fileOf(name)}.snap.json` === file))
      .map((file) => `tools/__snapshots__/${file} is of no tool`),
  ];
}

/** The resources: each is asked for by a scope that somebody has, and stopped by a name that is no tool's. */
export function resourceProblems({ definition }: ServerFacts): Problems {
  const tools = allTools(definition).map(({ name }) => name);
  const granted = new Set(Object.values(definition.scopesByRole).flat());
  const { resources } = definition;
  return resources.flatMap(({ name, uriTemplate, description, scopes }, at) => {
    const needs: readonly string[] = scopes;
    const earlier = resources.slice(0, at);
    return problemsOf(
      [needs.length === 0, 'it needs no scope, so everybody may read it'],
      [needs.some((scope) => !granted.has(scope)), `no role grants all of its scopes ${needs.join(', ')}`],
      [tools.includes(name), 'a tool has its name, and an administrator stops both by it'],
      [earlier.some((other) => other.name === name || other.uriTemplate === uriTemplate), 'another is the same'],
      [!uriTemplate.startsWith(`${definition.name}://`), `its URI does not begin with ${definition.name}://`],
      [(uriTemplate.match(/[{}]/g) ?? []).length > 2, 'its URI has more than one variable'],
      [!description.endsWith('.') || description.length < 20, 'its description is no sentence'],
    ).map((words) => `resource ${name}: ${words}`);
  });
}

function snapshotProblems({ source }: ServerFacts, tool: Tool): Problems {
  const path = `tools/__snapshots__/${fileOf(tool.name)}.snap.json`;
  const make = 'npm run generate:definitions makes it, and a review reads it';
  if (!existsSync(`${source}${path}`)) return [`it has no snapshot ${path}; ${make}`];
  const reviewed = readFileSync(`${source}${path}`, 'utf8');
  const seen = `${JSON.stringify(definitionOf(tool), null, 2)}\n`;
  return problemsOf([seen !== reviewed, `its definition is not the one of ${path}; ${make}`]);
}

function nameProblems(_facts: ServerFacts, { name, title, description }: Tool): Problems {
  return problemsOf(
    [!/^[a-zA-Z0-9_-]{1,64}$/.test(name), 'hosts refuse its name: 1 to 64 letters, digits, _ and -'],
    [title.length <= 2, 'it has no title'],
    [!description.endsWith('.') || description.length < 20, 'its description is no sentence'],
  );
}

function hintProblems(_facts: ServerFacts, tool: Tool): Problems {
  const told = JSON.stringify(definitionOf(tool).annotations);
  // What takes effect on a foreign system reaches into a world that is not ours.
  const reaches = tool.effect === 'write' && tool.remote !== undefined ? { openWorldHint: true } : {};
  const meant = JSON.stringify({ title: tool.title, ...HINTS[tool.effect], ...reaches });
  return problemsOf([told !== meant, `its annotations are ${told}, and a ${tool.effect} has ${meant}`]);
}

function objectsOf(schema: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'type' in schema && schema.type === 'object' && 'properties' in schema ? [schema as Record<string, unknown>] : [];
  return [...own, ...Object.values(schema).flatMap(objectsOf)];
}

function schemaProblems(_facts: ServerFacts, tool: Tool): Problems {
  const { inputSchema, outputSchema } = definitionOf(tool);
  const isOpen = (schema: unknown): boolean =>
    objectsOf(schema).some(({ additionalProperties }) => additionalProperties !== false);
  return problemsOf(
    [isOpen(inputSchema), 'its input takes keys that it does not name'],
    [isOpen(outputSchema), 'its output gives keys that it does not name'],
    [/"\$ref":"(?!#)/.test(JSON.stringify([inputSchema, outputSchema])), 'its schemas refer to what lies elsewhere'],
  );
}

function scopeProblems({ definition }: ServerFacts, tool: Tool): Problems {
  const granted = new Set(Object.values(definition.scopesByRole).flat());
  const scopes: readonly string[] = tool.scopes;
  return [
    ...problemsOf([scopes.length === 0, 'it needs no scope, so everybody may call it']),
    ...scopes.filter((scope) => !granted.has(scope)).map((scope) => `no role grants its scope ${scope}`),
  ];
}

function fileProblems({ definition, source }: ServerFacts, tool: Tool): Problems {
  if (!definition.tools.includes(tool)) return [];
  const [file, test] = [`tools/${fileOf(tool.name)}.ts`, `tools/${fileOf(tool.name)}.test.ts`];
  const tested = existsSync(`${source}${test}`) ? readFileSync(`${source}${test}`, 'utf8') : undefined;
  return problemsOf(
    [!existsSync(`${source}${file}`), `it has no file ${file}`],
    [tested === undefined, `it has no test ${test}`],
    [tested?.includes(tool.name) === false, `${test} does not name it`],
  );
}

function planProblems({ definition, writes }: ServerFacts, tool: Tool): Problems {
  if (tool.effect !== 'write') return [];
  // What types promise is asked again: a cast, or a tool made elsewhere, has not been through the compiler.
  const { plan, readBack, execute, reversibility } = tool as Partial<typeof tool>;
  const kind = reversibility?.kind;
  const by = reversibility?.kind === 'compensable' ? reversibility.by : undefined;
  const why = reversibility?.kind === 'irreversible' ? reversibility.why : undefined;
  const undo = definition.tools.find(({ name }) => name === by);
  return problemsOf(
    [typeof plan !== 'function', 'it is a write without a plan'],
    [typeof readBack !== 'function', 'it does not read back what it did'],
    [execute === undefined, 'it has no effect function'],
    [kind === undefined, 'it does not say how it is undone'],
    [by !== undefined && undo?.effect !== 'write', `it is undone by ${String(by)}, which is no write tool here`],
    [why !== undefined && why.length <= 10, 'it cannot be undone and does not say why'],
    [
      !Object.hasOwn(writes, tool.name),
      `the facts do not say how its guards break and it is undone: writes.${tool.name}`,
    ],
  );
}

/** What holds of each tool by its definition and its files, one fact after another. */
export const TOOL_CHECKS: readonly (readonly [fact: string, check: ToolCheck])[] = [
  ['is what its reviewed snapshot says', snapshotProblems],
  ['has a name that hosts take, a title and a description', nameProblems],
  ['tells clients what its effect is', hintProblems],
  ['takes and gives only what it names', schemaProblems],
  ['needs at least one scope, and each is granted to some role', scopeProblems],
  ['has a file and a test beside it', fileProblems],
  ['if it writes, plans and can be undone by a write tool that exists, or says why not', planProblems],
];
