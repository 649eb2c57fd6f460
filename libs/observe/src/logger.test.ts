import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { faultForLog } from './logger.ts';

/** A program that logs, in a process of its own, because what it writes where is what is tested. */
function logged(statements: string): { readonly stdout: string; readonly stderr: string } {
  const module = fileURLToPath(new URL('logger.ts', import.meta.url));
  const program = `import { logger } from ${JSON.stringify(module)}; const log = logger('test', 'info'); ${statements}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return { stdout, stderr };
}

test('logs are JSON lines on standard error, and nothing is on standard output', () => {
  const { stdout, stderr } = logged("log.info({ sku: 'COF-1KG' }, 'read'); log.debug('not said');");
  expect(stdout).toBe('');
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, name: 'test', sku: 'COF-1KG', msg: 'read' });
});

test('a secret is not written, wherever it stands in what is logged', () => {
  const { stderr } = logged(`
    log.info({ password: 'hunter2', config: { secret: 'hunter2', inner: { token: 'hunter2', connectionString: 'hunter2' } } }, 'start');
    log.info({ headers: { authorization: 'hunter2' }, error: { detail: 'hunter2', parameters: ['hunter2'], query: 'hunter2' } }, 'more');`);
  expect(stderr).toContain('[secret]');
  expect(stderr).not.toContain('hunter2');
});

test('a fault is logged with its kind, text, code and stack, and none of the values of a database error', () => {
  const { stderr } = logged(`
    const fault = Object.assign(new Error('duplicate key value'), { code: '23505', detail: 'Key (sku)=(hunter2) exists', where: 'hunter2',
      parameters: ['hunter2'], internalQuery: 'hunter2', constraint: 'hunter2' });
    log.error({ fault, at: 'worker' }, 'fault');`);
  const line = JSON.parse(stderr.trim()) as { readonly fault: unknown };
  expect(line.fault).toMatchObject({ name: 'Error', message: 'duplicate key value', code: '23505' });
  expect(stderr).not.toContain('hunter2');
});

test.each([['a string'], [{ password: 'hunter2' }], [undefined], [null]])(
  '%j that was thrown is not written',
  (thrown) => {
    expect(faultForLog(thrown)).toEqual({ message: 'something that is not an error was thrown' });
  },
);
