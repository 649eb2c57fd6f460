import { pipeline, Readable } from 'node:stream';
import { assert, refuse, type Result } from '@supercargo/kernel';
import { CsvError, parse } from 'csv-parse';
import { LINE_BYTES_MAX, wholeLines } from './blocks.ts';
import { bytesRefusal } from './check.ts';
import type { FileColumns, Header } from './columns.ts';
import type { ImportRefusal } from './refusal.ts';

/** One record of the file as it stands. */
export interface FileLine {
  /** The line of the file on which the record begins; the header is on line 1. */
  readonly line: number;
  readonly header: Header;
  /** Every value of the line by the name of its column, in NFC. */
  readonly columns: Readonly<Record<string, string>>;
}

/** What an expected error of the parser means; any other is a fault. A record beyond the bound is a quote that swallows lines. */
const QUOTE_ERRORS: ReadonlySet<string> = new Set([
  'CSV_QUOTE_NOT_CLOSED',
  'CSV_INVALID_CLOSING_QUOTE',
  'INVALID_OPENING_QUOTE',
  'CSV_MAX_RECORD_SIZE',
]);

/**
 * Streams the records of a comma-separated file with a header (RFC 4180; a byte order mark and plain line feeds are taken too). Ends after
 * the first refusal. Memory is bounded by a few blocks of lines, whatever the file holds.
 */
export async function* readLines(
  file: string,
  columns: FileColumns,
  onChunk: (chunk: Buffer) => void,
): AsyncGenerator<Result<FileLine, ImportRefusal>> {
  let header: Header | undefined;
  for await (const record of recordsOf(file, columns.nameOf, onChunk)) {
    if (!record.ok) {
      yield record;
      return;
    }
    if (header !== undefined) {
      yield lineOf(file, header, record.value);
      continue;
    }
    const found = columns.readHeader(record.value.fields.map((name) => name.normalize('NFC')));
    if ('code' in found) {
      yield refuse({ ...found, file, line: record.value.line });
      return;
    }
    header = found;
  }
}

interface FileRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

function lineOf(file: string, header: Header, { line, fields }: FileRecord): Result<FileLine, ImportRefusal> {
  const [found, expected] = [fields.length, header.names.length];
  if (found !== expected) {
    const name = header.names[found];
    const column = name === undefined || header.unknown.includes(name) ? `${Math.min(found, expected) + 1}` : name;
    return refuse({ code: 'fields', file, line, column, found, expected });
  }
  const columns = Object.fromEntries(header.names.map((name, at) => [name, (fields[at] ?? '').normalize('NFC')]));
  return { ok: true, value: { line, header, columns } };
}

async function* recordsOf(
  file: string,
  nameOf: FileColumns['nameOf'],
  onChunk: (chunk: Buffer) => void,
): AsyncGenerator<Result<FileRecord, ImportRefusal>> {
  const place: Place = { nextLine: 1, linesOfRecords: [], names: undefined };
  const source = Readable.from(wholeLines(file, nameOf, onChunk));
  const parser = parse({
    bom: true,
    max_record_size: LINE_BYTES_MAX,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: (fields, { empty_lines }) => {
      passRecord(place, fields, empty_lines);
      return fields;
    },
  });
  // Errors of either reach the loop below through the parser; the callback keeps them from ending the process.
  pipeline(source, parser, () => undefined);
  try {
    for await (const fields of parser as AsyncIterable<readonly string[]>) {
      const line = place.linesOfRecords.shift();
      assert(line !== undefined, 'every record that is taken was passed');
      yield { ok: true, value: { line, fields } };
    }
  } catch (error) {
    yield refuse(refusalOf(error, file, nameOf, place, parser.info.empty_lines));
  } finally {
    source.destroy();
  }
}

/**
 * Where the parser is. Noted as it passes each record, because it runs ahead of whoever takes the records, and because an error drops
 * those that nobody has taken yet.
 */
interface Place {
  /** The line on which the next record begins, blank lines apart. */
  nextLine: number;
  /** Of the records that were not taken yet, in order. */
  readonly linesOfRecords: number[];
  /** The names of the columns, once they are read. */
  names: readonly string[] | undefined;
}

/** The parser's own count of lines takes CRLF within quotes for two. */
function passRecord(place: Place, fields: readonly string[], emptyLines: number): void {
  place.linesOfRecords.push(place.nextLine + emptyLines);
  place.nextLine += fields.reduce((lines, value) => lines + value.split('\n').length - 1, 1);
  place.names ??= fields;
}

function refusalOf(
  error: unknown,
  file: string,
  nameOf: FileColumns['nameOf'],
  { nextLine, names }: Place,
  emptyLines: number,
): ImportRefusal {
  const refusal = bytesRefusal(error, file);
  if (refusal !== undefined) return refusal;
  if (error instanceof CsvError && QUOTE_ERRORS.has(error.code)) {
    const index: unknown = error['index'];
    const at = typeof index === 'number' ? index : 0;
    const column = nameOf(names?.[at] ?? '') ?? `${at + 1}`;
    return { code: 'quote', file, line: nextLine + emptyLines, column };
  }
  throw error;
}
