import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../signed-in/free-port.ts';
import type { PageReader } from '../signed-in/page-reader.ts';
import { Person } from './person.ts';
import { opening } from './sent-back.ts';

const ISSUER = 'http://127.0.0.1:1';
const answered: string[] = [];
const program = createServer((asked, answer) => {
  answered.push(asked.url ?? '');
  answer.end();
});
afterAll(() => program.close());

test('what a program prints is opened once, in whatever pieces it comes, and answered once it listens', async () => {
  const port = await freePort();
  const opened: string[] = [];
  const pages: PageReader = {
    allow: (request) => {
      opened.push(request);
      return Promise.resolve(new URL(`http://127.0.0.1:${port}/callback?code=1`));
    },
  };
  const person = new Person(pages);
  const faults: unknown[] = [];
  const open = opening(person, ISSUER, (fault) => faults.push(fault));
  open(`see https://elsewhere.example/auth?x=1 \nPlease visit: ${ISSUER}/auth?client_id=a&sc`);
  expect(opened).toEqual([]);
  open('ope=inventory%3Aread\nagain:');
  open(` ${ISSUER}/auth?client_id=a&scope=inventory%3Aread\n`);
  expect(opened).toEqual([`${ISSUER}/auth?client_id=a&scope=inventory%3Aread`]);
  expect(person.asked).toEqual([['inventory:read']]);
  await sleep(150);
  await new Promise<void>((resolve) => program.listen(port, '127.0.0.1', resolve));
  await expect.poll(() => answered, { timeout: 5_000 }).toEqual(['/callback?code=1']);
  expect(faults).toEqual([]);
});
