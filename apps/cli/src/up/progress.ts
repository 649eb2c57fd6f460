import type { Outside } from '../outside.ts';

/** Where `up` says what it does: lines for people, or one JSON document that is written as its parts come to be. */
export interface Progress {
  note(message: string): void;
  /** Runs one step and says what came of it and how long it took. */
  step<T>(name: string, work: () => Promise<T>, say: (value: T) => string): Promise<T>;
  /** The secrets of a company's approvers, shown before they are in force and never again. */
  secrets(tenant: string, secrets: Readonly<Record<string, string>>): void;
  /** Facts for programs. */
  fact(name: string, value: unknown): void;
  end(): void;
}

const NAME_WIDTH = 12;

async function timed<T>(
  write: (line: string) => void,
  name: string,
  work: () => Promise<T>,
  say: (value: T) => string,
): Promise<T> {
  const startedAt = performance.now();
  try {
    const value = await work();
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    write(`✓ ${name.padEnd(NAME_WIDTH)} ${say(value)} (${seconds} s)`);
    return value;
  } catch (error) {
    write(`✗ ${name}`);
    throw error;
  }
}

/** For a person who watches. */
export function lines(outside: Outside): Progress {
  const write = (line: string): void => {
    outside.out(line);
  };
  return {
    note: (message) => {
      write(`  ${message} …`);
    },
    step: (name, work, say) => timed(write, name, work, say),
    secrets: (tenant, secrets) => {
      write('');
      write(`  The approval secrets of ${tenant}. Write these down; they are not kept anywhere and not shown again.`);
      for (const [person, secret] of Object.entries(secrets)) write(`    ${person.padEnd(8)} ${secret}`);
      write('  Whoever approves types their own: give each to its person, and none to an agent.');
      write('');
    },
    fact: () => undefined,
    end: () => undefined,
  };
}

/** For a program: steps on standard error, the document on standard output. It is complete when `end` was called. */
export function jsonDocument(outside: Outside): Progress {
  const write = (line: string): void => {
    outside.err(line);
  };
  let before = '{\n  "secrets": {';
  let inSecrets = true;
  const member = (indent: string, name: string, value: unknown): void => {
    outside.raw(`${before}\n${indent}${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    before = ',';
  };
  const leaveSecrets = (): void => {
    if (!inSecrets) return;
    inSecrets = false;
    outside.raw(before === ',' ? '\n  }' : `${before}}`);
    before = ',';
  };
  return {
    note: write,
    step: (name, work, say) => timed(write, name, work, say),
    secrets: (tenant, secrets) => {
      member('    ', tenant, secrets);
    },
    fact: (name, value) => {
      leaveSecrets();
      member('  ', name, value);
    },
    end: () => {
      leaveSecrets();
      outside.raw('\n}\n');
    },
  };
}
