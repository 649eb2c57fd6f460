import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteAnswer } from '@supercargo/approval';
import { checkoutOf } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';
import { nodeBinary } from '../servers.ts';
import { written } from './answers.ts';
import { Unexpected, type Play } from './stage.ts';

const personMinutes = 30;
const workerSeconds = 20;
/** Each look is a call that is recorded: people take minutes, a worker moments. */
const personLookMs = 3_000;
const workerLookMs = 250;

/** A request that waits for people, at the server that it was asked of. */
export interface Asked {
  readonly server: ServerName;
  readonly id: string;
}

const commandOf = (tenant: string, { id }: Asked, person: string): string =>
  `npx supercargo requests approve ${id} --as ${person}@${tenant}`;

/** Runs `supercargo requests approve` as a process of its own, as a person at another terminal would. */
function approveCommand(
  { outside, cast }: Play,
  { id }: Asked,
  person: string,
): Promise<{ code: number; said: string }> {
  const main = join(checkoutOf(), 'apps', 'cli', 'src', 'main.ts');
  const args = [main, 'requests', 'approve', id, '--as', `${person}@${cast.tenant}`, '--yes'];
  return new Promise((resolve, reject) => {
    const child = spawn(nodeBinary(), args, { env: outside.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, said: said.trim() === '' ? (errors.trim().split('\n').at(-1) ?? '') : said.trim() });
    });
  });
}

/** Somebody who may not approve tries to, with the right secret, and is refused. Only a script tries that. */
export async function refusedApproval(play: Play, asked: Asked, person: string): Promise<void> {
  const { code, said } = await approveCommand(play, asked, person);
  play.stage.say(`$ ${commandOf(play.cast.tenant, asked, person)} --yes`, `  ${said}`);
  if (code !== 1 || !said.includes('not decided')) throw new Unexpected(`${person} should be refused`);
}

/** Others approve, one after the other: played by a script where the tenant allows it, else the tour waits for them. */
export async function approveBy(play: Play, asked: Asked, people: readonly string[]): Promise<void> {
  const { stage, cast } = play;
  if (cast.yes) {
    for (const person of people) {
      const { code, said } = await approveCommand(play, asked, person);
      stage.say(`$ ${commandOf(cast.tenant, asked, person)} --yes`, `  ${said}`);
      if (code !== 0) throw new Unexpected(`${person} could not approve`);
    }
    return;
  }
  const who = people.length === 1 ? 'Now another person decides' : `Now ${people.length.toString()} others decide`;
  stage.say(
    `${who}. In another terminal:`,
    ...people.map((person) => `$ ${commandOf(cast.tenant, asked, person)}${cast.scripted ? ' --yes' : ''}`),
    'Waiting for the decision …',
  );
  const isDecided = (answer: WriteAnswer): boolean =>
    answer.outcome !== 'waiting' || answer.next.startsWith('It is approved');
  await untilSo(play, asked, { seconds: personMinutes * 60, lookMs: personLookMs }, isDecided);
}

/** Asks the server where the request stands until it is executed or has ended otherwise. */
export async function settledAnswer(play: Play, asked: Asked): Promise<WriteAnswer> {
  return untilSo(
    play,
    asked,
    { seconds: workerSeconds, lookMs: workerLookMs },
    ({ outcome }) => outcome !== 'waiting' && outcome !== 'unknown',
  );
}

async function untilSo(
  { hosts }: Play,
  { server, id }: Asked,
  { seconds, lookMs }: { readonly seconds: number; readonly lookMs: number },
  isSo: (answer: WriteAnswer) => boolean,
): Promise<WriteAnswer> {
  const giveUpAt = performance.now() + seconds * 1_000;
  for (;;) {
    const answer = await written(hosts[server], `get_${server}_request`, { request_id: id });
    if (isSo(answer) || performance.now() > giveUpAt) return answer;
    await sleep(lookMs);
  }
}
