import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteAnswer } from '@supercargo/approval';
import { checkoutOf } from '@supercargo/cluster';
import type { Host } from '../host/connect-host.ts';
import type { Outside } from '../outside.ts';
import { nodeBinary } from '../servers.ts';
import { written } from './answers.ts';
import type { Cast } from './cast.ts';
import { Unexpected, type Stage } from './stage.ts';

const personMinutes = 30;
const workerSeconds = 15;
const lookMs = 250;

/** Runs `supercargo requests approve` as a process of its own, as a person at another terminal would. */
function approveCommand(
  outside: Outside,
  cast: Cast,
  id: string,
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

/** The requester tries to approve their own request, which is refused whatever secret they have. */
export async function refuseOwnApproval(stage: Stage, outside: Outside, cast: Cast, id: string): Promise<void> {
  const own = await approveCommand(outside, cast, id, cast.requester);
  stage.say(`$ npx supercargo requests approve ${id} --as ${cast.requester}@${cast.tenant} --yes`, `  ${own.said}`);
  if (own.code !== 1) throw new Unexpected('an approval of one’s own request should be refused');
}

/** Another person approves: played by a script where the tenant allows it, else the tour waits for one. */
export async function approveByAnother(
  stage: Stage,
  outside: Outside,
  cast: Cast,
  host: Host,
  id: string,
): Promise<void> {
  const command = `npx supercargo requests approve ${id} --as ${cast.approver}@${cast.tenant}`;
  if (cast.yes) {
    const { code, said } = await approveCommand(outside, cast, id, cast.approver);
    stage.say(`$ ${command} --yes`, `  ${said}`);
    if (code !== 0) throw new Unexpected(`${cast.approver} could not approve`);
    return;
  }
  stage.say('Now another person decides. In another terminal:', `  ${command}`);
  if (cast.scripted) {
    stage.say(
      `This company is for scripts: the secret is in ${join(cast.home.secretsDir, `approver-${cast.tenant}-${cast.approver}`)}, or add --yes.`,
    );
  }
  stage.say('Waiting for the decision …');
  await untilNotWaiting(
    host,
    id,
    personMinutes * 60,
    (answer) => answer.outcome !== 'waiting' || answer.next.startsWith('It is approved'),
  );
}

/** Asks the server where the request stands until it is executed or has ended otherwise. */
export async function settledAnswer(host: Host, id: string): Promise<WriteAnswer> {
  return untilNotWaiting(host, id, workerSeconds, (answer) => answer.outcome !== 'waiting');
}

async function untilNotWaiting(
  host: Host,
  id: string,
  seconds: number,
  settled: (answer: WriteAnswer) => boolean,
): Promise<WriteAnswer> {
  const giveUpAt = performance.now() + seconds * 1_000;
  for (;;) {
    const answer = await written(host, 'get_inventory_request', { request_id: id });
    if (settled(answer) || performance.now() > giveUpAt) return answer;
    await sleep(lookMs);
  }
}
