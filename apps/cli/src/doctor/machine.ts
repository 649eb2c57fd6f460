import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf, readEnrolled } from '@supercargo/cluster';
import * as z from 'zod';
import { SERVERS } from '@supercargo/kernel';
import { nodeBinary } from '../servers.ts';
import { runningWorkers } from '../workers/running.ts';
import { ill, well, type Finding, type Patient } from './check.ts';

const wantedMajor = '24';

/** The Node that runs this is the one that comes with the packages. */
export async function checkNode(): Promise<Finding> {
  const isPinned = realpathSync(process.execPath) === nodeBinary();
  if (process.versions.node.split('.')[0] === wantedMajor && isPinned) {
    return well('node', `${process.version}, from the packages`);
  }
  return ill(
    'node',
    `${process.version}, ${process.execPath}`,
    'run commands by npx supercargo or npm start, which bring their own Node 24',
  );
}

const Lock = z.object({
  packages: z.record(z.string(), z.looseObject({ version: z.string().optional(), optional: z.boolean().optional() })),
});

/** node_modules holds what package-lock.json says, by npm's own record of what it installed. */
export async function checkPackages(): Promise<Finding> {
  const root = checkoutOf();
  const wanted = lockOf(join(root, 'package-lock.json'));
  const installed = lockOf(join(root, 'node_modules', '.package-lock.json'));
  const different = Object.entries(wanted)
    .filter(([path]) => path.startsWith('node_modules/'))
    .filter(([path, { version, optional }]) =>
      installed[path] === undefined ? optional !== true : installed[path].version !== version,
    )
    .map(([path]) => path.slice('node_modules/'.length));
  if (different.length === 0) return well('packages', 'as package-lock.json says');
  return ill(
    'packages',
    `${different.length.toString()} differ from package-lock.json, such as ${different[0] ?? ''}`,
    'run npm start; it installs what is missing',
  );
}

function lockOf(path: string): z.infer<typeof Lock>['packages'] {
  return existsSync(path) ? Lock.parse(JSON.parse(readFileSync(path, 'utf8'))).packages : {};
}

/** Nobody else on this machine can read what is generated here. */
export async function checkPermissions({ home }: Patient): Promise<Finding> {
  if (process.platform === 'win32') return well('permissions', 'left to the folder’s own rules on Windows');
  const paths = [
    home.path,
    home.secretsDir,
    ...readdirSync(home.secretsDir).map((name) => join(home.secretsDir, name)),
  ];
  const open = paths.filter((path) => (statSync(path).mode & 0o077) !== 0);
  const [first] = open;
  if (first === undefined) {
    return well('permissions', `${home.path} and ${(paths.length - 2).toString()} secrets are closed to others`);
  }
  return ill(
    'permissions',
    `${first} is open to others on this machine`,
    `chmod go= ${open.map((path) => `'${path}'`).join(' ')}`,
  );
}

export async function checkWorkers({ home }: Patient): Promise<Finding> {
  const alive = await runningWorkers(home);
  const missing = SERVERS.filter((server) => !alive.some((worker) => worker.server === server));
  if (missing.length === 0) {
    return well('workers', alive.map(({ server, pid }) => `${server} (process ${pid.toString()})`).join(', '));
  }
  return ill(
    'workers',
    `no worker of ${missing.join(', ')}: what is approved is not executed`,
    'run npx supercargo up --detach',
  );
}

export async function checkEnrolled({ home }: Patient): Promise<Finding> {
  const people = await readEnrolled(home);
  if (people.length > 0) return well('people', `${people.join(', ')} may ask from this machine`);
  return ill('people', 'nobody may ask from this machine', 'run npm start');
}
