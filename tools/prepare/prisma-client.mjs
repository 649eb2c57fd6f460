import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { runQuietly } from './packages.mjs';

/** @param {string} root @returns {boolean} whether the generated client is that of the schema, or there is no schema */
export function prismaClientIsCurrent(root) {
  if (!existsSync(join(root, 'prisma', 'schema')) || !existsSync(join(root, 'prisma.config.ts'))) return true;
  const stamp = stampPath(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === schemaHash(root);
}

/**
 * Generates the Prisma client from prisma/schema. Prisma would download an engine that generating does not need, unless
 * a variable names an executable in its place; any will do, so Node is named.
 *
 * @param {string} root
 * @param {string} node the absolute path of the pinned Node
 * @param {(text: string) => void} say
 */
export async function generatePrismaClient(root, node, say) {
  say('generating the database client');
  const cli = join(root, 'node_modules', 'prisma', 'build', 'index.js');
  const { code, output } = await runQuietly(root, node, [cli, 'generate'], false, prismaEnvironment(node));
  if (code !== 0) throw new Error(`prisma generate failed:\n${output.trimEnd()}`);
  mkdirSync(join(root, 'prisma', 'generated'), { recursive: true });
  writeFileSync(stampPath(root), schemaHash(root));
}

/** @param {string} node @returns {NodeJS.ProcessEnv} */
export function prismaEnvironment(node) {
  return {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: node,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
}

/** @param {string} root */
function stampPath(root) {
  return join(root, 'prisma', 'generated', '.schema-sha256');
}

/** @param {string} root */
function schemaHash(root) {
  const folder = join(root, 'prisma', 'schema');
  const schema = readdirSync(folder).filter((name) => name.endsWith('.prisma'));
  const files = schema.sort().map((name) => join(folder, name));
  files.push(join(root, 'prisma.config.ts'), join(root, 'node_modules', 'prisma', 'package.json'));
  const hash = createHash('sha256');
  for (const file of files.filter((path) => existsSync(path)))
    hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}
