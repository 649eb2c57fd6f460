// What Nx can run for each project, said once: every project of the workspaces can be linted and tested, every app can
// be bundled. Nx adds the projects themselves from their package.json files.
import { dirname } from 'node:path';

const run = (command, more = {}) => ({
  executor: 'nx:run-commands',
  options: { command, cwd: '{workspaceRoot}' },
  ...more,
});

/** @param {string} root @returns {Record<string, import('@nx/devkit').TargetConfiguration>} */
function targetsOf(root) {
  const targets = {
    lint: run(`node tools/lint/main.ts ${root}`),
    test: run(`node node_modules/vitest/vitest.mjs run --passWithNoTests ${root}/`),
  };
  if (!root.startsWith('apps/')) return targets;
  return { ...targets, build: run(`node tools/build/main.ts ${root}`, { outputs: [`{workspaceRoot}/dist/${root}`] }) };
}

/** @type {import('@nx/devkit').CreateNodesV2} */
export const createNodesV2 = [
  '{apps/*,libs/*,prisma,tools}/package.json',
  (files) =>
    files.map((file) => {
      const root = dirname(file);
      return [file, { projects: { [root]: { root, targets: targetsOf(root) } } }];
    }),
];
