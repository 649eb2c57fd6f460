import { acceptedBy, notesOf, type CsvTable } from '@supercargo/imports';
import { code, markdownTable, withTable } from './tables.ts';

/** A server, and what can be imported into it. */
export interface ServerTables {
  readonly server: string;
  readonly csvTables: readonly CsvTable[];
}

/** The page about imports with the columns of every file that can be imported, by server and table. Throws where it has no place for them. */
export function importPage(document: string, servers: readonly ServerTables[]): string {
  const columns = servers
    .filter(({ csvTables }) => csvTables.length > 0)
    .map(({ server, csvTables }) => [`### ${server}`, ...csvTables.map(partOf)].join('\n\n'))
    .join('\n\n');
  const page = withTable(document, 'columns', columns);
  if (page === undefined) throw new Error('the page about imports has no place for columns');
  return page;
}

function partOf(table: CsvTable): string {
  const rows = table.columns.map(({ name, required, about, holds }) => [
    code(name),
    isFilled(table, name, required),
    about,
    acceptedBy(holds),
  ]);
  const notes = [
    table.existing === 'changed'
      ? 'A row that is there is changed where the file differs; columns that the file leaves out stay.'
      : 'A row that is there is never edited: the same again is passed over, other content is refused.',
    ...notesOf(table).map((note) => `${note}.`),
  ];
  return [
    `#### ${table.name}`,
    `${table.about.charAt(0).toUpperCase()}${table.about.slice(1)}.`,
    markdownTable([['column', 'required', 'what it is', 'accepted'], ...rows]),
    notes.join(' '),
  ].join('\n\n');
}

function isFilled({ key }: CsvTable, name: string, required: boolean): string {
  if (key.includes(name)) return 'key';
  return required ? 'yes' : 'no';
}
