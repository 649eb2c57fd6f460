import { execFileSync } from 'node:child_process';
import { arch, cpus, platform, totalmem } from 'node:os';
import { checkoutOf } from '@supercargo/cluster';

/** What figures were measured on. */
export function machineOf(): Readonly<Record<string, string | number>> {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
    commit: execFileSync('git', ['describe', '--always', '--dirty'], { cwd: checkoutOf(), encoding: 'utf8' }).trim(),
  };
}
