import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { FileColumns } from './columns.ts';
import type { ImportRefusal } from './refusal.ts';

export const LINE_BYTES_MAX = 64 * 1024;
const CHUNK_BYTES = 64 * 1024;
const LINE_END = 0x0a;

/** Ends the reading of a file that cannot be taken; caught in read.ts and check.ts, where it becomes the value it carries. */
export class BytesRefused extends Error {
  override readonly name = 'BytesRefused';
  readonly refusal: ImportRefusal;

  constructor(refusal: ImportRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/**
 * The file's bytes in blocks of whole lines, at most two chunks long, whatever the file holds: every line is bounded and every byte is
 * part of UTF-8 text (no NUL, which is none) before a parser sees it. `onChunk` sees every byte once, in order.
 */
export async function* wholeLines(
  file: string,
  nameOf: FileColumns['nameOf'],
  onChunk: (chunk: Buffer, linesBefore: number) => void,
): AsyncGenerator<Buffer> {
  const place: Place = { file, nameOf, line: 1, header: undefined };
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    onChunk(chunk, place.line - 1);
    const end = chunk.lastIndexOf(LINE_END) + 1;
    const block = end === 0 ? Buffer.alloc(0) : Buffer.concat([rest, chunk.subarray(0, end)]);
    rest = end === 0 ? Buffer.concat([rest, chunk]) : chunk.subarray(end);
    checkLines(place, block);
    if (rest.length > LINE_BYTES_MAX) throw tooLong(place);
    if (block.length > 0) yield block;
  }
  // RFC 4180 lets the last line go without its end. A cut file ends like that too, and a cut value must not pass for a whole one.
  if (rest.length > 0) throw new BytesRefused({ code: 'cut-short', file, line: place.line });
}

/** How far the file was checked, and its first line once that was. */
interface Place {
  readonly file: string;
  readonly nameOf: FileColumns['nameOf'];
  line: number;
  header: string | undefined;
}

function checkLines(place: Place, block: Buffer): void {
  const isText = isText8(block);
  let start = 0;
  for (let end = block.indexOf(LINE_END); end !== -1; end = block.indexOf(LINE_END, start)) {
    if (end - start > LINE_BYTES_MAX) throw tooLong(place);
    if (!isText && !isText8(block.subarray(start, end))) throw notText(place, block.subarray(start, end));
    if (place.header === undefined) {
      place.header = block.toString('utf8', start, end);
      checkDelimiter(place);
    }
    place.line += 1;
    start = end + 1;
  }
}

/** No kind of file has one column only, so a header without commas was written with something else. */
function checkDelimiter({ file, line, header = '' }: Place): void {
  const bare = header.replace(/"[^"]*"/g, '');
  if (!bare.includes(',') && /[;\t|]/.test(bare)) throw new BytesRefused({ code: 'delimiter', file, line });
}

function isText8(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

function tooLong({ file, line }: Place): BytesRefused {
  return new BytesRefused({ code: 'line-too-long', file, line, bytesMax: LINE_BYTES_MAX });
}

function notText({ file, line, nameOf, header = '' }: Place, bytes: Buffer): BytesRefused {
  const before = /^[^\0\ufffd]*/.exec(new TextDecoder().decode(bytes))?.[0] ?? '';
  // Values in quotes may hold commas; what is left of them separates columns.
  const number = before.replace(/"[^"]*("|$)/g, '').split(',').length;
  const name = nameOf(header.replace(/["\ufeff\r]/g, '').split(',')[number - 1] ?? '');
  return new BytesRefused({ code: 'encoding', file, line, column: name ?? `${number}` });
}
