import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalText, digest, type CanonicalValue } from '@supercargo/audit';
import { adminConfig, databaseStatus, ensureDatabase } from '@supercargo/cluster';
import { MIGRATIONS, REPEATABLE } from '@supercargo/prisma';
import * as z from 'zod';
import { SITES } from '../http/sites.ts';
import { readInstalled, type InstalledFacts } from '../store/installation.ts';
import { runServer } from '../up/run-server.ts';
import { ill, well, type Finding, type Patient } from './check.ts';

const skewSecondsMax = 300;

/** Whether the database answers, and if so what it says of itself. Starts nothing. */
export async function checkDatabase(
  patient: Patient,
): Promise<{ finding: Finding; facts: InstalledFacts | undefined }> {
  const { outside, home } = patient;
  const status = await databaseStatus(home);
  if (status.kind !== 'running' && status.kind !== 'external') {
    return {
      finding: ill('database', status.kind === 'none' ? 'there is none yet' : `it is ${status.kind}`, 'run npm start'),
      facts: undefined,
    };
  }
  const at = `${status.host}:${status.port.toString()}`;
  try {
    const address = await ensureDatabase({ home, env: outside.env });
    const facts = await readInstalled(adminConfig(address, outside.env, home));
    return { finding: well('database', `answers on ${at}`), facts };
  } catch {
    return {
      finding: ill(
        'database',
        `on ${at}, does not answer or was not prepared`,
        'run npm start; if it stays so, see the log that npx supercargo status --json names',
      ),
      facts: undefined,
    };
  }
}

function sqlFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => join(folder, name));
}

/** Every migration, function and grant of this checkout is in the database. */
export async function checkSchema(facts: InstalledFacts): Promise<Finding> {
  const migrations = sqlFiles(MIGRATIONS).length;
  const applied = new Set(facts.files);
  const missing = REPEATABLE.flatMap(sqlFiles).filter(
    (file) => !applied.has(createHash('sha256').update(readFileSync(file, 'utf8')).digest('hex')),
  );
  if (facts.migrations === migrations && missing.length === 0) {
    return well('schema', `${migrations.toString()} migrations, functions and grants are those of this checkout`);
  }
  return ill(
    'schema',
    `${facts.migrations.toString()} of ${migrations.toString()} migrations applied, ${missing.length.toString()} files of functions differ`,
    'run npm start',
  );
}

const Definitions = z.array(z.looseObject({ name: z.string() }));

/** What agents see of each tool is what was published: a server with another definition does not start. */
export async function checkDefinitions({ outside }: Patient, facts: InstalledFacts): Promise<Finding> {
  const different: string[] = [];
  for (const { server, faces } of SITES) {
    const profile = faces === 'customers' ? { SUPERCARGO_PROFILE: 'customer' } : {};
    const asked = { ...outside, env: { ...outside.env, ...profile } };
    const { code, output } = await runServer(asked, server, ['definitions']);
    if (code !== 0) {
      return ill(
        'definitions',
        `the ${server} server does not say what its tools are`,
        'run npm install and npm start',
      );
    }
    for (const definition of Definitions.parse(JSON.parse(output))) {
      const hash = digest('definition', canonicalText(definition as CanonicalValue)).toString('hex');
      const published = facts.definitions.find((one) => one.server === server && one.tool === definition.name);
      if (published?.hash !== hash) different.push(`${server} ${definition.name}`);
    }
  }
  if (different.length === 0) {
    return well('definitions', `${facts.definitions.length.toString()} tools are as published`);
  }
  return ill(
    'definitions',
    `not as published: ${different.join(', ')}`,
    'review them (npm run generate:definitions shows a diff), then run npm start',
  );
}

/** The machine's clock and the database's agree well enough for plans to be accepted. */
export async function checkClock(facts: InstalledFacts): Promise<Finding> {
  const seconds = Math.abs(Date.now() - facts.now.getTime()) / 1_000;
  const detail = `${seconds.toFixed(1)} s between this machine’s clock and the database’s`;
  if (seconds < skewSecondsMax) return well('clock', detail);
  return ill('clock', detail, 'set the clock; plans are refused when they differ by five minutes');
}
