import { resolve } from 'node:path';
import password from '@inquirer/password';
import type { Env } from '@supercargo/cluster';

/** Everything a command touches of the process it runs in. Passed in, so that tests decide what it is. */
export interface Outside {
  readonly env: Env;
  /** The folder the person stands in. */
  readonly cwd: string;
  /** Whether a person sits at standard input. */
  readonly isTerminal: boolean;
  /** One line on standard output: what was asked for. */
  out(line: string): void;
  /** One line on standard error: progress, hints and what went wrong. */
  err(line: string): void;
  /** Standard output as it is, for documents written piece by piece. */
  raw(text: string): void;
  /** Reads a secret from the terminal without showing it; empty when the person stops. */
  askSecret(question: string): Promise<string>;
  /** Resolves when the process is told to end. */
  waitForInterrupt(): Promise<void>;
}

async function askSecret(question: string): Promise<string> {
  try {
    return (await password({ message: question, toggleMask: false }, { output: process.stderr })).trim();
  } catch (error) {
    // Ctrl-C at the question is an answer: nothing is decided.
    if (error instanceof Error && error.name === 'ExitPromptError') return '';
    throw error;
  }
}

async function waitForInterrupt(): Promise<void> {
  const { promise, resolve: interrupted } = Promise.withResolvers<undefined>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      interrupted(undefined);
    });
  }
  await promise;
}

/** The process itself. */
export function processOutside(): Outside {
  // Whoever reads our output may have read enough, such as `head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    stream.write(text);
  };
  return {
    env: process.env,
    // npm and npx may run in another folder than the one they were called in, and say which that was.
    cwd: resolve(process.env['INIT_CWD'] ?? process.cwd()),
    isTerminal: process.stdin.isTTY,
    out: (line) => {
      write(process.stdout, `${line}\n`);
    },
    err: (line) => {
      write(process.stderr, `${line}\n`);
    },
    raw: (text) => {
      write(process.stdout, text);
    },
    askSecret,
    waitForInterrupt,
  };
}
