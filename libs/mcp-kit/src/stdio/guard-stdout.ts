import { Writable } from 'node:stream';

type Done = (error?: Error | null) => void;

/**
 * Makes the protocol the only writer of standard output (the specification's stdio transport: the server writes nothing
 * there that is not a message). From now on `stdout.write`, and with it console.log, console.info, console.debug and
 * anything piped, goes to standard error; the stream returned is the one way out, for the transport. Call it first in
 * main, before code that might print is loaded, and once. A direct write to file descriptor 1 is not caught.
 *
 * @returns a stream that writes to the real output, has its backpressure, and fails when it does
 */
export function guardStdout(stdout: Writable = process.stdout, stderr: Writable = process.stderr): Writable {
  const writeOut = stdout.write.bind(stdout);
  const out = new Writable({
    decodeStrings: false,
    write(chunk: Uint8Array | string, encoding: BufferEncoding, done: Done): void {
      if (typeof chunk === 'string') writeOut(chunk, encoding, done);
      else writeOut(chunk, done);
    },
  });
  // A closed pipe is reported on the stream and not always to the write; unheard, it would end the process.
  stdout.on('error', (error) => out.destroy(error));
  out.on('error', () => undefined);
  stdout.write = stderr.write.bind(stderr);
  return out;
}
