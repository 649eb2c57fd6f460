// Checks commit messages: those since origin/main, or the last fifty where there is no such branch.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

const exists = (commit: string) =>
  spawnSync('git', ['rev-parse', '--verify', '--quiet', commit], { cwd: root }).status === 0;

if (!exists('HEAD')) {
  console.log('no commits yet');
} else {
  const since = ['origin/main', 'HEAD~50'].find(exists);
  const commitlint = join(root, 'node_modules', '@commitlint', 'cli', 'cli.js');
  const config = join(import.meta.dirname, 'commitlint.config.mjs');
  const range = since === undefined ? ['--to', 'HEAD'] : ['--from', since, '--to', 'HEAD'];
  const args = [commitlint, '--config', config, ...range];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  console.log(
    status === 0 ? 'commit messages are as agreed' : 'wanted: type(scope): subject, of at most 60 characters',
  );
  process.exitCode = status ?? 1;
}
