import type { CsvTable } from './table.ts';
import type { Reader } from './values.ts';

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** What a reader accepts, without the comma that goes on in a sentence. */
export const acceptedBy = ({ accepted }: Reader): string => accepted.replace(/,$/, '');

/** What a table's columns alone do not say: names stand between backticks. */
export function notesOf({ asOf, own, stands, together }: CsvTable): readonly string[] {
  return [
    ...(asOf === undefined
      ? []
      : [`A row whose \`${asOf}\` is older than what is recorded is passed over and counted`]),
    ...(stands === undefined ? [] : [`A \`${stands.column}\` that what is recorded never becomes is refused`]),
    ...(own === undefined
      ? []
      : [
          `With \`${own.by}\` a line is about what was made here: ${quoted(own.agrees)} must be the same there, ${quoted(own.sets)} are written, the rest is only read`,
        ]),
    ...together.map((names) => `Together or not at all: ${quoted(names)}`),
  ];
}

/** A table's columns as a person at a terminal reads them. */
export function describeTable(table: CsvTable): readonly string[] {
  return [
    `${table.name}: ${table.about}`,
    ...table.columns.flatMap(({ name, required, about, holds }) => [
      `  ${name}${required ? '' : ' (may be left out or blank)'}: ${about}`,
      `    accepted: ${acceptedBy(holds)}`,
    ]),
    `  key: ${table.key.join(', ')}. A row that is there is ${table.existing === 'changed' ? 'changed where the file differs' : 'never edited: other content is refused'}.`,
    ...notesOf(table).map((note) => `  ${note.replaceAll('`', '')}`),
  ];
}
