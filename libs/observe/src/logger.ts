import pino from 'pino';

/** Where a program says what happened to it: JSON lines on standard error, because standard output belongs to the protocol. */
export type Logger = pino.Logger;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Keys whose values are never written, wherever they stand in what is logged. */
const REDACTED = [
  'password',
  'secret',
  'token',
  'authorization',
  'connectionString',
  'parameters',
  'detail',
  'where',
  'query',
];

export function logger(name: string, level: LogLevel): Logger {
  return pino(
    {
      name,
      level,
      base: { pid: process.pid },
      redact: { paths: REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[secret]' },
      serializers: { fault: faultForLog },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** What a fault tells an operator: its kind, text, code and stack, and none of the values that a database error carries beside them. */
export function faultForLog(fault: unknown): Record<string, unknown> {
  if (!(fault instanceof Error)) return { message: 'something that is not an error was thrown' };
  const code = 'code' in fault && typeof fault.code === 'string' ? { code: fault.code } : {};
  return { name: fault.name, message: fault.message, ...code, stack: fault.stack };
}
