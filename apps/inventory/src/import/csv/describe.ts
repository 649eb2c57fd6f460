import type { CsvTable } from './table.ts';

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

const plain = (accepted: string): string => accepted.replace(/,$/, '');

function isFilled({ key }: CsvTable, name: string, required: boolean): string {
  if (key.includes(name)) return 'key';
  return required ? 'yes' : 'no';
}

/** What becomes of a row that is there, beyond that it is changed. */
function more({ asOf, own, stands }: CsvTable): readonly string[] {
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
  ];
}

/** A table's columns as a person at a terminal reads them. */
export function describeTable(table: CsvTable): readonly string[] {
  return [
    `${table.name}: ${table.about}`,
    ...table.columns.flatMap(({ name, required, about, holds }) => [
      `  ${name}${required ? '' : ' (may be left out or blank)'}: ${about}`,
      `    accepted: ${plain(holds.accepted)}`,
    ]),
    `  key: ${table.key.join(', ')}. A row that is there is ${table.existing === 'changed' ? 'changed where the file differs' : 'never edited: other content is refused'}.`,
    ...more(table).map((note) => `  ${note.replaceAll('`', '')}`),
    ...table.together.map((names) => `  together or not at all: ${names.join(', ')}`),
  ];
}

/** The same as a Markdown table, padded as the formatter pads it. */
export function documentTable(table: CsvTable): string {
  const rows = [
    ['column', 'required', 'what it is', 'accepted'],
    ...table.columns.map(({ name, required, about, holds }) => [
      `\`${name}\``,
      isFilled(table, name, required),
      about,
      plain(holds.accepted),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => Array.from(row[at] ?? '').length)));
  const line = (cells: readonly string[], fill: string): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0, fill)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const notes = [
    table.existing === 'changed'
      ? 'A row that is there is changed where the file differs; columns that the file leaves out stay.'
      : 'A row that is there is never edited: the same again is passed over, other content is refused.',
    ...more(table).map((note) => `${note}.`),
    ...table.together.map((names) => `Together or not at all: ${names.map((name) => `\`${name}\``).join(', ')}.`),
  ];
  return [
    `### ${table.name}`,
    '',
    `${table.about.charAt(0).toUpperCase()}${table.about.slice(1)}.`,
    '',
    line(head, ' '),
    line(
      widths.map(() => ''),
      '-',
    ),
    ...body.map((row) => line(row, ' ')),
    '',
    notes.join(' '),
  ].join('\n');
}
