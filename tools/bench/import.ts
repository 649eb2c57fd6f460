// Imports a file into a fresh database by the command that a person types, and says how long that took and what it held in memory: see USAGE.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  adminConfig,
  checkoutOf,
  databaseUrl,
  dropDatabase,
  ensureDatabase,
  homeOf,
  loginPasswords,
  stopDatabase,
  type Home,
} from '@supercargo/cluster';
import { prepareDatabase } from '@supercargo/prisma';
import { machineOf } from './machine.ts';
import { median } from './side.ts';

const USAGE = `usage: npm run bench:import -- <file> [--rounds 3] [--json]
  <file>    the SCMS delivery history
  --rounds  how often it is imported, each time into a database of its own
  --json    one JSON object instead of lines
  Exits 1 where a server's part takes more than 20 s at its median, or a program holds more than 300 MB. The memory is what Linux says; elsewhere this ends with an error.`;

const secondsMax = 20;
const megabytesMax = 300;
const pollMs = 10;

interface Round {
  readonly seconds: number;
  readonly megabytes: number;
  /** Of each server's part: from the end of the one before, or the start, to its report. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The most that a program which this process started ever held in memory, in bytes, as far as Linux has told until now. */
function peakOf(pid: number | undefined): number {
  try {
    const started = readFileSync(`/proc/${pid ?? ''}/task/${pid ?? ''}/children`, 'utf8')
      .trim()
      .split(' ');
    const peaks = started.map((one) => /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1]);
    return 1024 * Math.max(0, ...peaks.map((kilobytes) => Number(kilobytes ?? 0)));
  } catch {
    return 0;
  }
}

/** From starting the command to its end. The command starts the process that imports. */
async function importOnce(file: string, env: NodeJS.ProcessEnv): Promise<Round> {
  const main = join(checkoutOf(), 'apps', 'cli', 'src', 'main.ts');
  const startedAt = performance.now();
  const child = spawn(process.execPath, [main, 'import', 'scms', file, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const parts: Record<string, number> = {};
  let partAt = startedAt;
  // One report a line, when its server has ended.
  createInterface({ input: child.stdout }).on('line', (line) => {
    const now = performance.now();
    parts[(JSON.parse(line) as { readonly server: string }).server] = (now - partAt) / 1_000;
    partAt = now;
  });
  let peakBytes = 0;
  const poll = setInterval(() => (peakBytes = Math.max(peakBytes, peakOf(child.pid))), pollMs);
  const code = await new Promise((done) => child.once('close', done));
  clearInterval(poll);
  if (code !== 0) throw new Error(`the import ended with ${String(code)}`);
  // Nothing holds no memory: what could not be read is not within a bound.
  if (peakBytes === 0) throw new Error('the memory of the import could not be read; it is measured on Linux only');
  return { seconds: (performance.now() - startedAt) / 1_000, megabytes: peakBytes / 1e6, parts };
}

/** One import into a database that has nothing but its schema. */
async function round(home: Home, number: number, file: string): Promise<Round> {
  const address = await ensureDatabase({ home, env: {}, databaseName: `import_${number}` });
  const admin = adminConfig(address, {}, home);
  await prepareDatabase(admin, loginPasswords({}, home));
  const measured = await importOnce(file, {
    PATH: process.env['PATH'],
    SUPERCARGO_HOME: home.path,
    DATABASE_URL: databaseUrl(address),
    DATABASE_PASSWORD_IMPORTER_FILE: join(home.secretsDir, 'database_supercargo_importer'),
  });
  await dropDatabase({ ...admin, database: 'postgres' }, address.name);
  return measured;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [file, ...more] = positionals;
  const rounds = Number(values.rounds);
  if (file === undefined || more.length > 0 || !Number.isInteger(rounds) || rounds < 1 || rounds > 100) {
    console.log(USAGE);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'supercargo-bench-'));
  const home = homeOf({ SUPERCARGO_HOME: folder });
  const measured: Round[] = [];
  try {
    for (let at = 1; at <= rounds; at += 1) {
      measured.push(await round(home, at, resolve(process.env['INIT_CWD'] ?? process.cwd(), file)));
    }
  } finally {
    await stopDatabase(home);
    await rm(folder, { recursive: true, force: true });
  }
  const seconds = median(measured.map((one) => one.seconds));
  const megabytes = median(measured.map((one) => one.megabytes));
  const slowest = Math.max(
    ...Object.keys(measured[0]?.parts ?? {}).map((server) =>
      median(measured.map((one) => one.parts[server] ?? Infinity)),
    ),
  );
  const met = slowest > 0 && slowest <= secondsMax && megabytes <= megabytesMax;
  if (values.json) {
    console.log(JSON.stringify({ machine: machineOf(), rounds: measured, seconds, slowest, megabytes, met }));
  } else {
    for (const [name, value] of Object.entries(machineOf())) console.log(`${name}: ${value}`);
    for (const one of measured) {
      const parts = Object.entries(one.parts).map(([server, seconds]) => `${server} ${seconds.toFixed(1)}`);
      console.log(`  ${one.seconds.toFixed(1)} s (${parts.join(', ')}), ${one.megabytes.toFixed(0)} MB at most`);
    }
    console.log(
      `median: ${seconds.toFixed(1)} s in all, the slowest server ${slowest.toFixed(1)} s (at most ${secondsMax}), ${megabytes.toFixed(0)} MB (at most ${megabytesMax})`,
    );
  }
  return met ? 0 : 1;
}

process.exitCode = await main();
