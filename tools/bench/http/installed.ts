import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';

/** The modules of a folder with these packages, installed beside the benchmark's databases the first time: nothing else needs them. */
export function installedModules(name: string, version: string, packages: readonly string[]): string {
  const folder = join(checkoutOf(), '.supercargo', 'bench', name, version);
  if (!existsSync(folder)) {
    console.error(`installing ${packages.join(', ')} below .supercargo/bench, once`);
    // Under its name only once it is whole.
    const part = `${folder}.part`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
    mkdirSync(dirname(folder), { recursive: true });
    const flags = ['--prefix', part, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', ['install', ...flags, ...packages], { stdio: ['ignore', 2, 2] });
    renameSync(part, folder);
  }
  return join(folder, 'node_modules');
}
