import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A model of prisma/schema as it stands there, in the names of the database. */
export interface Model {
  readonly name: string;
  /** `schema.table`. */
  readonly table: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  /** `column, column -> schema.table column, column`. */
  readonly foreignKeys: readonly string[];
}

export interface Column {
  readonly name: string;
  /** The Prisma type with its native type: `DateTime @db.Timestamptz(6)`. */
  readonly type: string;
  readonly nullable: boolean;
  /** What fills it when nothing is given: nothing, the table's default, or (generated columns) always the database. */
  readonly filled: 'no' | 'default' | 'generated';
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly attributes: string;
}

interface Draft {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly options: string;
}

const folder = fileURLToPath(new URL('../schema', import.meta.url));

/** Reads every model. Knows the few forms that our schema uses, and fails on a line that it does not know. */
export function readModels(): readonly Model[] {
  const text = readdirSync(folder)
    .filter((file) => file.endsWith('.prisma'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
    .join('\n');
  const drafts = [...text.matchAll(/^model (\w+) \{\n([^]*?)^\}/gm)].map(([, name = '', body = '']) =>
    draftOf(name, body),
  );
  return drafts.map((draft) => modelOf(draft, drafts));
}

function draftOf(name: string, body: string): Draft {
  const lines = body.split('\n').map((line) => line.trim());
  const meaning = lines.filter((line) => line !== '' && !line.startsWith('//'));
  const fields = meaning
    .filter((line) => !line.startsWith('@@'))
    .map((line): Field => {
      const [, field, type, attributes] = /^(\w+)\s+(Unsupported\("\w+"\)\??|\w+(?:\[\])?\??)\s*(.*)$/.exec(line) ?? [];
      if (field === undefined || type === undefined) throw new Error(`model ${name}: ${line}`);
      return { name: field, type, attributes: attributes ?? '' };
    });
  return { name, fields, options: meaning.filter((line) => line.startsWith('@@')).join('\n') };
}

function modelOf(draft: Draft, drafts: readonly Draft[]): Model {
  const isModel = (field: Field): Draft | undefined =>
    drafts.find(({ name }) => name === field.type.replace(/[[\]?]/g, ''));
  const columns = draft.fields.filter((field) => isModel(field) === undefined);
  const single = columns.find(({ attributes }) => /@id\b/.test(attributes));
  const [compound = []] = keysOf(draft, '@@id');
  return {
    name: draft.name,
    table: tableOf(draft),
    columns: columns.map(columnOf),
    primaryKey: single === undefined ? compound : [columnName(single)],
    uniqueKeys: keysOf(draft, '@@unique'),
    foreignKeys: draft.fields.flatMap((field) => {
      const target = isModel(field);
      const [, from, to] =
        /@relation\((?:"\w+", )?fields: \[([^\]]*)\], references: \[([^\]]*)\]/.exec(field.attributes) ?? [];
      if (target === undefined || from === undefined || to === undefined) return [];
      return [`${columnNames(draft, from).join(', ')} -> ${tableOf(target)} ${columnNames(target, to).join(', ')}`];
    }),
  };
}

function tableOf({ options }: Draft): string {
  return `${/@@schema\("(\w+)"\)/.exec(options)?.[1] ?? ''}.${/@@map\("(\w+)"\)/.exec(options)?.[1] ?? ''}`;
}

function keysOf(draft: Draft, option: '@@id' | '@@unique'): readonly (readonly string[])[] {
  return [...draft.options.matchAll(new RegExp(`${option}\\(\\[([^\\]]*)\\]`, 'g'))].map(([, list = '']) =>
    columnNames(draft, list),
  );
}

function columnNames(draft: Draft, list: string): readonly string[] {
  return list.split(', ').map((name) => {
    const field = draft.fields.find((each) => each.name === name);
    if (field === undefined) throw new Error(`model ${draft.name} has no field ${name}`);
    return columnName(field);
  });
}

function columnName({ name, attributes }: Field): string {
  return /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name;
}

function columnOf(field: Field): Column {
  const { type, attributes } = field;
  const native = /@db\.\w+(?:\(\d+\))?/.exec(attributes)?.[0];
  const generated = attributes.includes('@default(dbgenerated())');
  return {
    name: columnName(field),
    type: [type.replace(/\?$/, ''), ...(native === undefined ? [] : [native])].join(' '),
    nullable: type.endsWith('?'),
    filled: generated ? 'generated' : attributes.includes('@default(') ? 'default' : 'no',
  };
}
