import { execFileSync } from 'node:child_process';
import { join, posix } from 'node:path';
import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { namesOf, type Names, type Options } from './names.ts';
import { readTool, type Made } from './read-tool.ts';
import { importedAt, withEntry, withImport } from './source-edits.ts';
import { readTable } from './table.ts';
import { writeTool, type MadeWrite } from './write-tool.ts';

/** `npx nx g @supercargo/tools:tool …`: everything a tool consists of, and its line in every list that names it. */
export default async function generate(tree: Tree, options: Options): Promise<GeneratorCallback> {
  const names = namesOf(tree, options);
  const table = readTable(tree, names.server, options.table);
  const made = options.effect === 'write' ? writeTool(names, table, options.column) : readTool(names, table);
  const source = `apps/${names.server}/src`;
  for (const [path, text] of Object.entries(made.files)) tree.write(`${source}/${path}`, text);
  edit(tree, `${source}/server.ts`, (text) =>
    withEntry(withImport(text, names.value, `./tools/${names.file}.ts`), `${names.server}.tools`, names.value),
  );
  enterFacts(tree, names, made);
  if ('writes' in made) grant(tree, names);
  await formatFiles(tree);
  return () => {
    finish(tree.root, names, made);
  };
}

function edit(tree: Tree, path: string, change: (text: string) => string): void {
  try {
    tree.write(path, change(tree.read(path, 'utf8') ?? ''));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function enterFacts(tree: Tree, { server, file }: Names, made: Made | MadeWrite): void {
  const source = `apps/${server}/src`;
  const facts = `${source}/${server}.fixture.ts`;
  const enter = (member: 'good' | 'writes', entry: string, importedName?: string): void => {
    const owner = `${server.toUpperCase()}.${member}`;
    // A long list may have been moved to a file of its own.
    const imported = importedAt(tree.read(facts, 'utf8') ?? '', owner);
    const path = imported === undefined ? facts : posix.join(source, imported.from);
    const from = `./${posix.relative(posix.dirname(path), `${source}/store/${file}.fixture.ts`)}`;
    edit(tree, path, (text) => {
      const entered = withEntry(text, imported?.name ?? owner, entry);
      return importedName === undefined || entered.includes(`'${from}'`)
        ? entered
        : withImport(entered, importedName, from);
    });
  };
  if (!('writes' in made)) {
    enter('good', made.good);
    return;
  }
  enter('good', made.good, made.factsName);
  enter('writes', made.writes, made.factsName);
}

/** The server's login may call the effect. */
function grant(tree: Tree, { server, tool }: Names): void {
  edit(tree, `prisma/access/areas/${server}.ts`, (text) =>
    withEntry(
      text,
      `${server.toUpperCase()}.functions`,
      `{ function: '${server}.${tool}(uuid)', roles: ['supercargo_${server}'] }`,
    ),
  );
}

/** What is generated from the sources as they are now, on disk. */
function finish(root: string, { server, file, tool }: Names, made: Made | MadeWrite): void {
  const programs = [
    ...('writes' in made ? ['prisma/access/generate.ts'] : []),
    'tools/generate/definitions.ts',
    'tools/docs/main.ts',
  ];
  for (const program of programs) {
    execFileSync(process.execPath, [join(root, program)], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  console.log(
    `\n${tool} is there. See that it does what you mean: vitest run apps/${server}/src/tools/${file}.test.ts`,
  );
  for (const step of made.byHand) console.log(`  - ${step}`);
}
