import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionConfig } from '@supercargo/cluster';
import { withDoor } from '../../doors.ts';
import type { HttpServer } from '../../http/addresses.ts';
import { scopesOf } from '../../http/scopes.ts';
import { asAdministrator } from '../administrator.ts';
import { askHttp, messageOf } from '../ask-http.ts';
import { askStdio, TRIED } from '../ask-stdio.ts';
import { atEach } from '../at-each.ts';
import { broken, EVERYWHERE, expected, held, type Control, type Look } from '../control.ts';
import type { Ground } from '../ground.ts';
import { recordedBy } from '../store/calls.ts';
import { frozenTriggers, refusesItsAdministrator, unknownRefusals } from '../store/record.ts';
import { attempt, NO_PRIVILEGE, RECORD_ATTEMPTS } from '../store/walls.ts';

const REMEDY = 'stop everything (npx supercargo down): what is done now leaves no record that can be believed';
const triggers = 4;
/** They are counted once a second, and written when a busy machine comes to it. */
const countedWithinMs = 5_000;
const lookMs = 200;

async function asLogins({ outside, logins, tenant }: Ground): Promise<readonly Look[]> {
  const problems: Look[] = [];
  for (const login of logins) {
    await withDoor(outside, login, async (door) => {
      for (const [what, text] of Object.entries(RECORD_ATTEMPTS)) {
        const came = await attempt(door, tenant, text);
        if (came.done || came.code !== NO_PRIVILEGE) {
          problems.push(broken(`${login} ${what} without being refused`, REMEDY));
        }
      }
    });
  }
  const count = logins.length.toString();
  return problems.length > 0
    ? problems
    : [
        held(
          `each of ${count} logins was refused to edit or delete a record, and to write of a decision that was none`,
        ),
      ];
}

function appendOnly(ground: Ground): Promise<readonly Look[]> {
  return asAdministrator(ground, 'the triggers of the record', async (admin) => {
    const [refuses, on] = [await refusesItsAdministrator(admin), await frozenTriggers(admin)];
    return [
      expected(
        refuses !== false && on === triggers,
        refuses === true
          ? 'an edit was refused to the administrator of the database too, and deletion and truncation would be'
          : 'nothing is recorded yet; its triggers would refuse an edit',
        `the record can be edited by whoever may write it: ${on.toString()} of ${triggers.toString()} triggers are on`,
        REMEDY,
      ),
    ];
  });
}

const unknownTool = (): string => `posture_${randomUUID().slice(0, 8)}`;
const callOf = (name: string): ReturnType<typeof messageOf> => messageOf('tools/call', { name, arguments: {} });

/** What was asked is in the record by the time that it is answered. */
async function isRecorded({ outside, tenant }: Ground, tool: string): Promise<boolean> {
  const by = await withDoor(outside, 'supercargo_auditor', (door) => door.read(tenant, (tx) => recordedBy(tx, tool)));
  return by.length === 1;
}

async function callOverStdio(ground: Ground): Promise<readonly Look[]> {
  const { enrolled } = ground;
  if (enrolled === undefined) return [broken('nobody may ask from this machine', 'run npx supercargo up --detach')];
  const tool = unknownTool();
  const answers = await askStdio(ground, enrolled, [callOf(tool).body]);
  return [
    expected(
      answers.length === 1 && (await isRecorded(ground, tool)),
      `a call of a tool that does not exist, asked of ${TRIED} as ${enrolled}, was refused and is in the record`,
      `a call of ${TRIED} that was answered is not in the record`,
      REMEDY,
    ),
  ];
}

async function callOverHttp(ground: Ground, site: HttpServer): Promise<string | undefined> {
  const tool = unknownTool();
  const token = await ground.tokens.for(site, scopesOf(site)[0]);
  const { status } = await askHttp(site, { ...callOf(tool), token });
  if (status === 0) return 'a call was not answered';
  return (await isRecorded(ground, tool)) ? undefined : 'a call that was answered is not in the record';
}

/** Of nobody known there is no company to record it in: it is counted. */
function unknownCaller({ sites }: Ground) {
  return async (admin: ConnectionConfig): Promise<readonly Look[]> => {
    const before = await unknownRefusals(admin);
    await Promise.all(sites.map((site) => askHttp(site, messageOf('tools/list'))));
    const wanted = before + BigInt(sites.length);
    const giveUpAt = performance.now() + countedWithinMs;
    while ((await unknownRefusals(admin)) < wanted && performance.now() < giveUpAt) await sleep(lookMs);
    return [
      expected(
        (await unknownRefusals(admin)) >= wanted,
        'requests without a token were counted, one by one',
        'requests without a token were not all counted',
        REMEDY,
      ),
    ];
  };
}

async function calls(ground: Ground): Promise<readonly Look[]> {
  if (ground.profile === 'local') return callOverStdio(ground);
  return [
    ...(await atEach(
      ground,
      'a call of a tool that does not exist was refused by each and is in the record',
      REMEDY,
      (site) => callOverHttp(ground, site),
    )),
    ...(await asAdministrator(ground, 'the count of unknown callers', unknownCaller(ground))),
  ];
}

export const audit: Control = {
  name: 'audit_of_every_call',
  title: 'audit of every call',
  demands: EVERYWHERE,
  look: async (ground) => [...(await calls(ground)), ...(await asLogins(ground)), ...(await appendOnly(ground))],
};
