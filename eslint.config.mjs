import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

import { houseRules } from './tools/lint/house-rules.mjs';

// Every rule is an error or off: a warning is a rule nobody keeps.

const boundaries = {
  enforceBuildableLibDependency: false,
  // The generated database client belongs to no project; who may import it is a house rule.
  allow: ['^(\\.\\./)+prisma/generated/.+$'],
  // Every library's tests use @supercargo/testing, which uses libraries: a circle of the graph that no program has.
  // Circles among the libraries themselves are found by tools/tidy, which leaves tests out.
  ignoredCircularDependencies: [
    ['@supercargo/testing', '@supercargo/*'],
    ['@supercargo/*', '@supercargo/testing'],
  ],
  depConstraints: [
    { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', 'type:kernel'] },
    { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib', 'type:kernel'] },
    { sourceTag: 'type:kernel', onlyDependOnLibsWithTags: [] },
    { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:lib', 'type:kernel'] },
    { sourceTag: 'type:tools', onlyDependOnLibsWithTags: ['type:lib', 'type:kernel', 'type:testing'] },
  ],
};

const boundariesOfTests = {
  ...boundaries,
  depConstraints: boundaries.depConstraints.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
    sourceTag,
    onlyDependOnLibsWithTags: sourceTag === 'type:kernel' ? [] : [...onlyDependOnLibsWithTags, 'type:testing'],
  })),
};

const unsafeSql = [
  {
    selector: 'MemberExpression[property.name=/^\\$(queryRawUnsafe|executeRawUnsafe)$/]',
    message: 'Text becomes SQL here: use $queryRaw with parameters, or pg with numbered ones.',
  },
  {
    selector: 'MemberExpression[property.value=/^\\$(queryRawUnsafe|executeRawUnsafe)$/]',
    message: 'Text becomes SQL here: use $queryRaw with parameters, or pg with numbered ones.',
  },
];

const sessionSetting =
  '/(^|;)\\s*set\\s+(?!local\\b|constraints\\b|transaction\\b)("?[\\w.]+"?\\s*(=|to\\b)|session\\b|role\\b)/i';
const sessionConfig = '/set_config\\s*\\([^)]*,\\s*(false|off)\\s*\\)/i';

const sessionSql = ['Literal[value=', 'TemplateElement[value.raw='].flatMap((node) => [
  {
    selector: `${node}${sessionSetting}]`,
    message: 'A session-level SET reaches the next user of the pool: set_config(…, …, true) inside the transaction.',
  },
  {
    selector: `${node}${sessionConfig}]`,
    message: 'set_config(…, false) reaches the next user of the pool: say true, inside the transaction.',
  },
]);

const moduleState = [
  {
    selector: ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind=/^(let|var)$/]',
    message: 'No module-level mutable state: keep it in the value that owns it and pass that in.',
  },
];

const tryInTool = [
  {
    selector: 'TryStatement',
    message: 'A tool returns refusals as values and lets faults throw: no try here.',
  },
];

const strict = {
  rules: {
    '@nx/enforce-module-boundaries': ['error', boundaries],
    'supercargo/package-owner': 'error',
    'supercargo/kernel-is-pure': 'error',
    'supercargo/domain-is-pure': 'error',

    '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    '@typescript-eslint/strict-boolean-expressions': ['error', { allowNumber: false, allowNullableObject: true }],
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
    // A function may promise a Promise because its type does, though this one has nothing to wait for.
    '@typescript-eslint/require-await': 'off',
    // `type` for unions and shapes, `interface` where something is implemented: both have their place.
    '@typescript-eslint/consistent-type-definitions': 'off',

    curly: ['error', 'multi-line'],
    eqeqeq: 'error',
    'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
    'no-console': 'error',
    'no-eval': 'error',
    'no-new-func': 'error',
    'no-param-reassign': 'error',
    'no-restricted-syntax': ['error', ...unsafeSql, ...sessionSql, ...moduleState],
    'no-var': 'error',
    'object-shorthand': 'error',
    'prefer-const': 'error',
  },
};

const inTests = {
  '@nx/enforce-module-boundaries': ['error', boundariesOfTests],
  // A test states a database session as an attacker would, keeps a database between its cases, and may group them.
  'no-restricted-syntax': ['error', ...unsafeSql],
  'max-lines-per-function': 'off',
};

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '.nx/', '.supercargo/', 'coverage/', 'prisma/generated/', 'infra/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked, strict],
    plugins: { '@nx': nx, supercargo: houseRules },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ['apps/*/src/tools/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...unsafeSql, ...sessionSql, ...moduleState, ...tryInTool] },
  },
  { files: ['apps/cli/**/*.ts', 'tools/**/*.ts'], rules: { 'no-console': 'off' } },
  // Clients of the protocol's first era are served through what the SDK calls deprecated, and its low-level server is the
  // one on which every call passes our own steps.
  {
    files: ['libs/mcp-kit/src/protocol/**/*.ts', 'libs/testing/**/*.ts', 'tools/conformance/plugin/**/*.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  { files: ['**/*.test.ts', 'libs/testing/**/*.ts', 'tools/**/*.ts'], rules: inTests },
  // What an app's tests share stands on a test's stage as they do.
  {
    files: ['apps/**/*.fixture.ts'],
    rules: { '@nx/enforce-module-boundaries': ['error', boundariesOfTests] },
  },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    plugins: { supercargo: houseRules },
    rules: {
      'supercargo/package-owner': 'error',
      eqeqeq: 'error',
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
);
