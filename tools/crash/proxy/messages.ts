// The messages of PostgreSQL's protocol 3.0 (PostgreSQL documentation, chapter 54), as far as a proxy must tell them apart.

/** One message: its type byte as a character, and all of its bytes. The start-up message has no type; it is called ''. */
export type Message = { readonly type: string; readonly bytes: Buffer };

const lengthBytes = 4;

/** Cuts a stream into messages. `hasStartup`: the first message of a client carries no type byte. */
export class MessageSplitter {
  #rest: Buffer = Buffer.alloc(0);
  #startup: boolean;

  constructor(hasStartup: boolean) {
    this.#startup = hasStartup;
  }

  push(chunk: Buffer): readonly Message[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const typeBytes = this.#startup ? 0 : 1;
      if (this.#rest.length < typeBytes + lengthBytes) return messages;
      const end = typeBytes + this.#rest.readUInt32BE(typeBytes);
      if (this.#rest.length < end) return messages;
      const bytes = this.#rest.subarray(0, end);
      messages.push({ type: this.#startup ? '' : String.fromCharCode(bytes[0] ?? 0), bytes });
      this.#startup = false;
      this.#rest = this.#rest.subarray(end);
    }
  }
}

/** What a statement is called: its name, or what kind of statement its text is. Undefined for messages that name none. */
export function statementOf({ type, bytes }: Message): string | undefined {
  if (type === 'Q') return kindOf(text(bytes, 5));
  if (type === 'B') return named(text(bytes, 6 + text(bytes, 5).length));
  if (type === 'P') {
    const name = text(bytes, 5);
    return named(name) ?? kindOf(text(bytes, 6 + name.length));
  }
  return undefined;
}

/** The process id of the server's backend, from BackendKeyData. */
export function backendPid({ type, bytes }: Message): number | undefined {
  return type === 'K' ? bytes.readUInt32BE(5) : undefined;
}

function text(bytes: Buffer, start: number): string {
  const end = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, end === -1 ? bytes.length : end);
}

function named(name: string): string | undefined {
  return name === '' ? undefined : name;
}

function kindOf(sql: string): string {
  if (/^begin\b.*read only/s.test(sql)) return 'begin read';
  if (/^begin\b/.test(sql)) return 'begin write';
  const called = /^select \* from ([\w.]+)\(/.exec(sql)?.[1];
  return called ?? sql.trim().split(/\s+/, 1)[0] ?? '';
}
