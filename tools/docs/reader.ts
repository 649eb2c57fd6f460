import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf, removeDatabase } from '@supercargo/cluster';
import { edited, unseen, type PageStep } from './page.ts';

/** Somebody with a checkout and an installation of their own, in a folder that goes when they leave. */
export interface Reader {
  readonly folder: string;
  /** Where their checkout belongs; nothing is there yet. */
  readonly checkout: string;
  /** As a person's shell in the root of the checkout would. */
  readonly run: (commands: string) => Promise<{ readonly code: number | null; readonly output: string }>;
  readonly change: (path: string, edit: (text: string) => string) => void;
  /** Does what a step says; what then was not as the page has it, or undefined. */
  readonly follow: (step: PageStep) => Promise<string | undefined>;
  readonly leave: () => Promise<void>;
}

export function newReader(variables: NodeJS.ProcessEnv): Reader {
  const folder = mkdtempSync(join(tmpdir(), 'supercargo-page-'));
  chmodSync(folder, 0o700);
  const checkout = join(folder, 'supercargo');
  const home = join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  const env = { ...variables, SUPERCARGO_HOME: home, CI: 'true' };
  const run: Reader['run'] = (commands) => shell(commands, checkout, env);
  const change: Reader['change'] = (path, edit) => {
    const file = join(checkout, path);
    const text = readFileSync(file, 'utf8');
    const next = edit(text);
    if (next === text) throw new Error(`${path} is not changed`);
    writeFileSync(file, next);
  };
  return {
    ...{ folder, checkout, run, change },
    async follow(step) {
      if (step.kind === 'edit') {
        change(step.path, (text) => edited(text, step.lines));
        return undefined;
      }
      const { code, output } = await run(step.commands);
      const said = `\n${step.commands}\n${output}`;
      if ((code !== 0) !== step.fails) return `it ended with ${code ?? 'a signal'}:${said}`;
      const missing = unseen(step.output, output);
      return missing.length === 0 ? undefined : `not seen: ${missing.join('\n')}${said}`;
    },
    async leave() {
      // Without the command of its own, npx would look for one elsewhere.
      if (existsSync(join(checkout, 'node_modules', '.bin', 'supercargo'))) await run('npx supercargo down');
      for (const path of [home, join(checkout, '.supercargo', 'test')]) {
        await removeDatabase(homeOf({ SUPERCARGO_HOME: path }));
      }
      rmSync(folder, { recursive: true });
    },
  };
}

function shell(
  commands: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn('sh', ['-e', '-c', commands], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // A worker that was started goes on, and with it the pipes that it has: the shell's end is the end.
    child.once('exit', (code) => setTimeout(() => resolve({ code, output: said.join('') }), 100));
  });
}
