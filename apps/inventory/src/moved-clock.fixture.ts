import { readFileSync } from 'node:fs';

/** Loaded before a program: its clock is as many seconds ahead as this file says at the moment of asking. */
const path = process.env['TEST_CLOCK_AHEAD_FILE'] ?? '';
const now = Date.now.bind(Date);
const ahead = (): number => Number(readFileSync(path, 'utf8')) * 1_000;

globalThis.Date = new Proxy(Date, {
  construct: (target, given: unknown[], self) =>
    Reflect.construct(target, given.length === 0 ? [now() + ahead()] : given, self) as Date,
  get: (target, name) => (name === 'now' ? () => now() + ahead() : (Reflect.get(target, name) as unknown)),
});
