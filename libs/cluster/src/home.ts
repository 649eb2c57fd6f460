import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ClusterError } from './fault.ts';

/** The variables of a process, as `process.env` has them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Where this installation keeps what it generates: absolute paths. */
export type Home = {
  readonly path: string;
  readonly stateFile: string;
  readonly secretsDir: string;
  readonly logsDir: string;
  readonly postgresDir: string;
};

/** The folder of the checkout that this file (or the bundle it became part of) lies in. */
export function checkoutOf(moduleUrl: string = import.meta.url): string {
  let folder = dirname(fileURLToPath(moduleUrl));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
      if (typeof content === 'object' && content !== null && 'name' in content && content.name === 'supercargo') {
        return folder;
      }
    }
    const parent = dirname(folder);
    if (parent === folder) {
      throw new ClusterError('state', 'This program is not inside a Supercargo checkout; set SUPERCARGO_HOME.');
    }
    folder = parent;
  }
}

/**
 * The home folder: `SUPERCARGO_HOME`, or `.supercargo` in the checkout. Created when missing, with mode 0700; an
 * existing folder keeps its mode, because it may be the user's own.
 */
export function homeOf(env: Env): Home {
  const chosen = env['SUPERCARGO_HOME'];
  const given = chosen === undefined || chosen === '' ? join(checkoutOf(), '.supercargo') : resolve(chosen);
  mkdirSync(given, { recursive: true, mode: 0o700 });
  // A running server is recognised by its path, so every process must spell that in the same way.
  const path = realpathSync(given);
  const home: Home = {
    path,
    stateFile: join(path, 'state.json'),
    secretsDir: join(path, 'secrets'),
    logsDir: join(path, 'logs'),
    postgresDir: join(path, 'postgres'),
  };
  for (const folder of [home.secretsDir, home.logsDir, home.postgresDir]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  return home;
}
