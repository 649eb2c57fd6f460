import { expect, test } from 'vitest';
import { ConfigurationError, readServerConfig } from './config.ts';
import { DEFAULT_BUDGETS } from './limits/limits.ts';

const STDIO = ['stdio', '--as', 'mara@acme'] as const;
const LIMITS = { budgets: DEFAULT_BUDGETS, replicas: 1, redis: undefined };

test('reads who asks, and through which agent', () => {
  expect(readServerConfig([...STDIO, '--agent', 'desk agent 1.2'], {})).toEqual({
    ...{ mode: 'stdio', person: 'mara', tenant: 'acme', agent: 'desk agent 1.2', logLevel: 'info' },
    ...{ narrowing: { readOnly: false, tools: null }, watchMs: 2_000, limits: LIMITS },
  });
  expect(readServerConfig([...STDIO, '--read-only', '--tools', 'get_stock,list_inventory_requests'], {})).toMatchObject(
    {
      narrowing: { readOnly: true, tools: ['get_stock', 'list_inventory_requests'] },
    },
  );
  expect(readServerConfig(['worker'], { SUPERCARGO_POLL_MS: '10' })).toEqual({
    mode: 'worker',
    pollMs: 10,
    leaseMs: 30_000,
    logLevel: 'info',
  });
  expect(readServerConfig(['definitions', '--tools', 'get_stock'], {})).toEqual({
    ...{ mode: 'definitions', faces: 'staff' },
    narrowing: { readOnly: false, tools: ['get_stock'] },
  });
  expect(readServerConfig(['import', 'demo', 'acme'], {})).toMatchObject({ mode: 'import', rest: ['demo', 'acme'] });
});

test.each([
  ['nothing', []],
  ['an unknown mode', ['serve']],
  ['no person', ['stdio']],
  ['a person without a tenant', ['stdio', '--as', 'mara']],
  ['two tenants', ['stdio', '--as', 'mara@acme@globex']],
  ['a tenant in capitals', ['stdio', '--as', 'mara@ACME']],
  ['a tenant that would end a statement', ['stdio', '--as', "mara@a'; drop table x; --"]],
  ['an empty person', ['stdio', '--as', '@acme']],
  ['a path as person', ['stdio', '--as', '../../etc@acme']],
  ['an unknown option', [...STDIO, '--tenant', 'globex']],
  ['a secret in the arguments', [...STDIO, '--secret', 'x']],
  ['more words', [...STDIO, 'globex']],
  ['an agent with a control character', [...STDIO, '--agent', 'a\u0000']],
  ['an agent of 65 characters', [...STDIO, '--agent', 'a'.repeat(65)]],
  ['no names of tools', [...STDIO, '--tools', '']],
  ['an empty name of a tool', [...STDIO, '--tools', 'get_stock,']],
  ['spaces between names of tools', [...STDIO, '--tools', 'get_stock, echo']],
  ['a pattern for tools', [...STDIO, '--tools', 'get_*']],
  ['a second --tools, which would widen the first', [...STDIO, '--tools', 'get_stock', '--tools', 'create_reorder']],
  ['a value for --read-only', [...STDIO, '--read-only=false']],
  ['the opposite of --read-only', [...STDIO, '--no-read-only']],
  ['definitions for somebody', ['definitions', '--as', 'mara@acme']],
  ['definitions of an empty name', ['definitions', '--tools', '']],
  ['a worker that only reads', ['worker', '--read-only']],
  ['a worker for somebody', ['worker', '--as', 'mara@acme']],
])('does not start with %s', (_what, args) => {
  expect(() => readServerConfig(args, {})).toThrow(ConfigurationError);
});

test.each([
  ['SUPERCARGO_PROFIL', 'local'],
  ['SUPERCARGO_PROFILE', 'internal'],
  ['SUPERCARGO_PROFILE', 'customer'],
  ['SUPERCARGO_HTTP_NAMES', 'Desk.Example'],
  ['SUPERCARGO_HTTP_NAMES', '*'],
  ['SUPERCARGO_HTTP_ORIGINS', 'desk.example'],
  ['SUPERCARGO_HTTP_ORIGINS', '*'],
  ['SUPERCARGO_TLS_CLIENTS', 'maybe'],
  ['SUPERCARGO_CONSOLE_URL', ''],
  ['SUPERCARGO_CONSOLE_URL', 'console.example'],
  ['SUPERCARGO_CONSOLE_URL', 'http://console.example'],
  ['SUPERCARGO_CONSOLE_URL', 'http://127.0.0.1.console.example'],
  ['SUPERCARGO_CONSOLE_URL', 'http://10.0.0.1:4300'],
  ['SUPERCARGO_CONSOLE_URL', 'https://console.example/'],
  ['SUPERCARGO_CONSOLE_URL', 'https://console.example/console'],
  ['SUPERCARGO_CONSOLE_URL', 'https://console.example?tenant=acme'],
  ['SUPERCARGO_CONSOLE_URL', 'https://console.example#requests'],
  ['SUPERCARGO_CONSOLE_URL', 'https://mara@console.example'],
  ['SUPERCARGO_CONSOLE_URL', 'https://mara:hunter3@console.example'],
  ['SUPERCARGO_CONSOLE_URL', 'https://Console.example'],
  ['SUPERCARGO_CONSOLE_URL', 'https://console.example:443'],
  ['SUPERCARGO_CONSOLE_URL', 'https://console.example:65536'],
  ['SUPERCARGO_CONSOLE_URL', 'https://*.example'],
  ['SUPERCARGO_CONSOLE_URL', 'https://console.example '],
  ['SUPERCARGO_CONSOLE_URL', 'https://cönsole.example'],
  ['SUPERCARGO_CONSOLE_URL', 'javascript://console.example'],
  ['SUPERCARGO_CONSOLE_URL', 'ftp://console.example'],
  ['SUPERCARGO_DATABASE_CONNECTIONS', '1'],
  ['SUPERCARGO_DATABASE_CONNECTIONS', '65'],
  ['SUPERCARGO_DATABASE_CONNECTIONS', 'many'],
  ['SUPERCARGO_METRICS_PORT', ''],
  ['SUPERCARGO_METRICS_PORT', '-1'],
  ['SUPERCARGO_METRICS_PORT', '65536'],
  ['SUPERCARGO_METRICS_PORT', '127.0.0.1:9464'],
  ['SUPERCARGO_PROFILE', ''],
  ['SUPERCARGO_LOG_LEVEL', 'trace'],
  ['SUPERCARGO_POLL_MS', '0'],
  ['SUPERCARGO_POLL_MS', '1.5'],
  ['SUPERCARGO_POLL_MS', 'often'],
  ['SUPERCARGO_WATCH_MS', '9'],
  ['SUPERCARGO_WATCH_MS', '60001'],
  ['SUPERCARGO_LEASE_MS', '9'],
  ['SUPERCARGO_LEASE_MS', '600001'],
  ['SUPERCARGO_REPLICAS', '0'],
  ['SUPERCARGO_REPLICAS', '-1'],
  ['SUPERCARGO_REPLICAS', '1.5'],
  ['SUPERCARGO_REPLICAS', ''],
  ['SUPERCARGO_REPLICAS', '1e3'],
  ['SUPERCARGO_REPLICAS', ' 2'],
  ['SUPERCARGO_REPLICAS', '10000'],
  ['SUPERCARGO_REPLICAS', '0x2'],
  ['SUPERCARGO_LIMITS_TOOL', '2000'],
  ['SUPERCARGO_LIMITS_TOOL', '0/10'],
  ['SUPERCARGO_LIMITS_TOOL', '10/0'],
  ['SUPERCARGO_LIMITS_TOOL', '/10'],
  ['SUPERCARGO_LIMITS_TOOL', '10/'],
  ['SUPERCARGO_LIMITS_TOOL', '1e3/10'],
  ['SUPERCARGO_LIMITS_TOOL', '-1/10'],
  ['SUPERCARGO_LIMITS_TOOL', '10/10/10'],
  ['SUPERCARGO_LIMITS_TOOL', ''],
  ['SUPERCARGO_LIMITS_TOOL', 'unlimited'],
  ['SUPERCARGO_LIMITS_TOOL', '1000000000/1'],
  ['SUPERCARGO_LIMITS_REDIS_URL', ''],
  ['SUPERCARGO_LIMITS_REDIS_URL', 'limits.example:6379'],
  ['SUPERCARGO_LIMITS_REDIS_URL', 'http://127.0.0.1:6379'],
  ['SUPERCARGO_LIMITS_REDIS_URL', 'redis://limits.example:6379'],
  ['SUPERCARGO_LIMITS_REDIS_URL', 'redis://10.0.0.1:6379'],
  ['SUPERCARGO_LIMITS_REDIS_URL', 'redis://:hunter3@127.0.0.1:6379'],
  ['SUPERCARGO_LIMITS_REDIS_URL', 'rediss://limits.example?tls=false'],
  ['SUPERCARGO_LIMITS_REDIS_URL', 'rediss://limits.example/name'],
  ['SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE', '/run/secrets/redis'],
])('does not start with %s=%s, and says which variable without showing its value', (name, value) => {
  const start = (): unknown => readServerConfig(STDIO, { [name]: value });
  expect(start).toThrow(ConfigurationError);
  expect(start).toThrow(name);
  const secret = (): unknown => readServerConfig(STDIO, { [name]: `hunter2${value}` });
  expect(secret).not.toThrow('hunter2');
});

test('variables of others are none of its business', () => {
  expect(readServerConfig(STDIO, { PATH: '/bin', supercargo_profile: 'x', MY_SUPERCARGO_X: 'y' })).toMatchObject({
    mode: 'stdio',
  });
});

const INTERNAL = { SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: '/etc/auth.json' } as const;

test('reads where it is reached over HTTP, and by whose word', () => {
  const more = {
    SUPERCARGO_HTTP_NAMES: 'desk.example,desk.example:8443',
    SUPERCARGO_HTTP_ORIGINS: 'https://desk.example',
    SUPERCARGO_DATABASE_CONNECTIONS: '7',
  };
  expect(readServerConfig(['http', '--port', '0', '--read-only'], { ...INTERNAL, ...more })).toEqual({
    ...{
      mode: 'http',
      faces: 'staff',
      host: '127.0.0.1',
      port: 0,
      authFile: '/etc/auth.json',
      tls: undefined,
      logLevel: 'info',
    },
    ...{ names: ['desk.example', 'desk.example:8443'], origins: ['https://desk.example'], watchMs: 2_000 },
    narrowing: { readOnly: true, tools: null },
    databaseConnections: 7,
    limits: LIMITS,
  });
});

test.each([
  'https://console.example',
  'https://10.0.0.1:8443',
  'http://127.0.0.1:4300',
  'http://[::1]:4300',
  'http://localhost:1',
])('reads that the staff decide at %s, also where nobody is told of it', (consoleOrigin) => {
  const env = { SUPERCARGO_CONSOLE_URL: consoleOrigin };
  expect(readServerConfig(STDIO, env)).toMatchObject({ consoleOrigin });
  expect(readServerConfig(['http', '--port', '0'], { ...INTERNAL, ...env })).toMatchObject({ consoleOrigin });
  expect(readServerConfig(['worker'], env)).toMatchObject({ mode: 'worker' });
});

test('reads what is let through, and who counts it', () => {
  const env = {
    ...{ SUPERCARGO_LIMITS_TENANT: '400/60', SUPERCARGO_LIMITS_PERSON: '30/5', SUPERCARGO_LIMITS_CUSTOMER: '20/5' },
    ...{ SUPERCARGO_LIMITS_TOOL: '1/1', SUPERCARGO_LIMITS_REQUESTS: '999999999/9999', SUPERCARGO_REPLICAS: '12' },
    SUPERCARGO_LIMITS_REDIS_URL: 'rediss://counter@limits.example:6380/2',
    SUPERCARGO_LIMITS_REDIS_PASSWORD_FILE: '/run/secrets/redis',
  };
  const budgets = {
    ...{ tenant: { calls: 400, seconds: 60 }, person: { calls: 30, seconds: 5 }, customer: { calls: 20, seconds: 5 } },
    ...{ tool: { calls: 1, seconds: 1 }, requests: { calls: 999_999_999, seconds: 9_999 } },
  };
  const redis = { url: 'rediss://counter@limits.example:6380/2', passwordFile: '/run/secrets/redis' };
  expect(readServerConfig(STDIO, env)).toMatchObject({ limits: { budgets, replicas: 12, redis } });
});

test.each([
  ['internal', 'staff'],
  ['customer', 'customers'],
])('in the profile %s it serves %s', (profile, faces) => {
  const env = { ...INTERNAL, SUPERCARGO_PROFILE: profile };
  expect(readServerConfig(['http', '--port', '0'], env)).toMatchObject({ faces });
  expect(readServerConfig(['definitions'], env)).toMatchObject({ faces });
});

test.each([
  ['in the profile of this machine', {}, ['--port', '1'], 'SUPERCARGO_PROFILE=internal'],
  ['without a word on whose tokens count', { SUPERCARGO_AUTH_FILE: undefined }, ['--port', '1'], 'AUTH_FILE'],
  ['without a port', {}, [], '--port'],
  ['at a port that is none', {}, ['--port', '65536'], '--port'],
  ['at a port that is a word', {}, ['--port', '0x50'], '--port'],
  ['for somebody', {}, ['--port', '1', '--as', 'mara@acme'], 'usage'],
  ['with a certificate and no key', { SUPERCARGO_TLS_CERT_FILE: '/c' }, ['--port', '1'], 'both, or neither'],
])('does not serve HTTP %s', (what, env, args, said) => {
  const variables = what === 'in the profile of this machine' ? {} : { ...INTERNAL, ...env };
  expect(() => readServerConfig(['http', ...args], variables)).toThrow(said);
});
