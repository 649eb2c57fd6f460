// The house rules that need to read imports, as an ESLint plugin. Boundaries between our own projects are the business
// of @nx/enforce-module-boundaries; these rules hold outside packages and the pure parts.
import { matchesGlob, posix, relative, sep } from 'node:path';

import { packageOwners } from './owners.mjs';

/** A second way into a library, for what most of its users must not load. */
const secondEntries = new Set(['@supercargo/mcp-kit/http']);

const isTest = (path) => path.endsWith('.test.ts');
const testOnly = new Set(['vitest', 'fast-check']);

/** @param {string} specifier @returns {string} the package of an import, `prisma/generated` for the generated client */
function packageOf(specifier) {
  const [first, second] = specifier.split('/');
  return specifier.startsWith('@') ? `${first}/${second}` : first;
}

/** @param {string} specifier @param {string} path */
function relativeTarget(specifier, path) {
  return posix.join(posix.dirname(path), specifier);
}

/** @param {string} name @param {string} path @returns {string | undefined} why this file may not import the package */
export function refusedByOwner(name, path) {
  const rule = packageOwners.find(({ packages }) => packages.some((pattern) => matchesGlob(name, pattern)));
  if (rule === undefined)
    return `'${name}' has no owner: name one in tools/lint/owners.mjs, or use what is listed there`;
  if (rule.owners.some((glob) => matchesGlob(path, glob))) return undefined;
  const owners = rule.owners.length === 0 ? 'nowhere' : `only in ${rule.owners.join(', ')}`;
  return `'${name}' may be imported ${owners}; instead: ${rule.instead}`;
}

/** @param {string} specifier @param {string} path */
function refusedPackage(specifier, path) {
  if (specifier.startsWith('node:') || packageOf(specifier) === '@supercargo') return undefined;
  if (specifier.startsWith('@supercargo/')) {
    const isEntry = specifier.split('/').length === 2 || secondEntries.has(specifier);
    return isEntry ? undefined : `import from '${packageOf(specifier)}', its one index.ts`;
  }
  if (!specifier.startsWith('.')) return refusedByOwner(packageOf(specifier), path);
  return relativeTarget(specifier, path).startsWith('prisma/generated')
    ? refusedByOwner('prisma/generated', path)
    : undefined;
}

/** @param {string} specifier @param {string} path */
function refusedInKernel(specifier, path) {
  if (!path.startsWith('libs/kernel/') || specifier.startsWith('.') || specifier === 'zod') return undefined;
  if (isTest(path) && (testOnly.has(specifier) || specifier.startsWith('node:'))) return undefined;
  return `kernel imports nothing but zod: pass '${specifier}' in, or keep this code in the library that does I/O`;
}

/** @param {string} specifier @param {string} path */
function refusedInDomain(specifier, path) {
  const domain = /^.*\/domain\//.exec(path)?.[0];
  if (domain === undefined || specifier === '@supercargo/kernel') return undefined;
  if (isTest(path) && testOnly.has(specifier)) return undefined;
  if (specifier.startsWith('.') && relativeTarget(specifier, path).startsWith(domain)) return undefined;
  return `domain/ imports only @supercargo/kernel and its siblings: pass what '${specifier}' offers in as a value`;
}

const refusals = {
  'package-owner': refusedPackage,
  'kernel-is-pure': refusedInKernel,
  'domain-is-pure': refusedInDomain,
};

/** @param {(specifier: string, path: string) => string | undefined} refused @returns {import('eslint').Rule.RuleModule} */
function importRule(refused) {
  return {
    meta: { type: 'problem', schema: [], messages: { refused: '{{ why }}' } },
    create(context) {
      const path = relative(context.cwd, context.filename).split(sep).join('/');
      const check = ({ source }) => {
        if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
        const why = refused(source.value, path);
        if (why !== undefined) context.report({ node: source, messageId: 'refused', data: { why } });
      };
      return {
        ImportDeclaration: check,
        ExportNamedDeclaration: check,
        ExportAllDeclaration: check,
        ImportExpression: check,
        TSImportType: ({ source }) => check({ source }),
      };
    },
  };
}

export const houseRules = {
  meta: { name: 'supercargo' },
  rules: Object.fromEntries(Object.entries(refusals).map(([name, refused]) => [name, importRule(refused)])),
};
