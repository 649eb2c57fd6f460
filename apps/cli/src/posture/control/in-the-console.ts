import { readState, runningConsole, type Login } from '@supercargo/cluster';
import { withDoor } from '../../doors.ts';
import { askHttp, type Asked } from '../ask-http.ts';
import { otherThan } from '../at-each.ts';
import { broken, EVERYWHERE, expected, held, type Control, type Look } from '../control.ts';
import type { Ground } from '../ground.ts';
import { attempt, CONSOLE_ATTEMPTS, LEDGER_ATTEMPTS, NO_PRIVILEGE, RECORD_ATTEMPTS } from '../store/walls.ts';
import { reachedFromOutside } from './transport.ts';

const GRANTS = 'run npx supercargo up, which gives functions and grants anew';
const STOP = 'npx supercargo down: people decide there, and it believes what it should not';

/** Whom nobody may take for the console: the logins of the profile, and those of people and programs beside the servers. */
const OTHERS: readonly Login[] = ['supercargo_terminal', 'supercargo_importer', 'supercargo_auditor'];
const NOBODYS_REQUEST = '/requests/00000000-0000-4000-8000-000000000000';

/** The console's login tries what is no console's business, and what is its own for people who are not there. */
async function asConsole({ outside, tenant }: Ground): Promise<readonly Look[]> {
  return withDoor(outside, 'supercargo_console', async (door) => {
    const problems: Look[] = [];
    for (const [what, text] of Object.entries({ ...LEDGER_ATTEMPTS, ...RECORD_ATTEMPTS })) {
      const came = await attempt(door, tenant, text);
      if (came.done || came.code !== NO_PRIVILEGE) {
        problems.push(broken(`supercargo_console ${what} without being refused`, GRANTS));
      }
    }
    for (const [what, { text, answer }] of Object.entries(CONSOLE_ATTEMPTS)) {
      const came = await attempt(door, tenant, text);
      const said = came.done ? String(came.rows[0]?.['answer']) : came.code;
      if (said !== answer) problems.push(broken(`supercargo_console ${what}: ${said}, not ${answer}`, GRANTS));
    }
    const saw =
      'its login was refused to decide for somebody who never signed in, to say that nobody did, to execute, and to change a request or the record';
    return problems.length > 0 ? problems : [held(saw)];
  });
}

/** Nobody else has a way to decide as if they were the console. */
async function asOthers({ outside, logins, tenant }: Ground): Promise<readonly Look[]> {
  const tried = [...logins, ...OTHERS];
  const problems: Look[] = [];
  for (const login of tried) {
    await withDoor(outside, login, async (door) => {
      for (const [what, { text }] of Object.entries(CONSOLE_ATTEMPTS)) {
        const came = await attempt(door, tenant, text);
        if (!came.done && came.code === NO_PRIVILEGE) continue;
        problems.push(broken(`${login} ${what} without being refused`, GRANTS));
      }
    });
  }
  const saw = `none of ${tried.length.toString()} other logins may call what it calls`;
  return problems.length > 0 ? problems : [held(saw)];
}

/** Its pages as a browser without a session asks for them, and as another page's form would. */
async function pages(origin: string): Promise<readonly Look[]> {
  const ask = (path: string, asked: Asked): ReturnType<typeof askHttp> => askHttp({ url: `${origin}${path}` }, asked);
  const page = await ask(NOBODYS_REQUEST, { method: 'GET' });
  const isSentAway = page.headers.location?.startsWith('/sign-in?') === true;
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://page.invalid' };
  const sent = await ask(`${NOBODYS_REQUEST}/decide`, {
    headers: { ...form, 'sec-fetch-site': 'cross-site' },
    body: 'verdict=approve',
  });
  const rebound = await ask('/requests', { method: 'GET', headers: { host: 'rebound.invalid' } });
  const problems = [
    otherThan(302, page, 'a request, asked for without a session,'),
    page.status !== 302 || isSentAway
      ? undefined
      : 'a request, asked for without a session, leads elsewhere than to the sign-in',
    otherThan(403, sent, 'a decision that another page sent'),
    otherThan(421, rebound, 'another name in Host'),
  ].flatMap((problem) => (problem === undefined ? [] : [broken(problem, STOP)]));
  const saw =
    'without a session it shows no request, takes no decision that another page sent, and answers for no other name';
  return problems.length > 0 ? problems : [held(saw)];
}

async function loopback(origin: string): Promise<Look> {
  const found = await reachedFromOutside(Number(new URL(origin).port));
  return expected(
    found === undefined,
    'it answers on loopback alone',
    `it answers on ${found ?? ''}, to whoever reaches this machine`,
    STOP,
  );
}

/** The pages of the console where it was started; where it was not, there are none to try. */
async function overHttp({ home }: Ground): Promise<readonly Look[]> {
  const { console: state } = await readState(home);
  if (state?.pid === undefined) return [];
  const origin = await runningConsole(home);
  if (origin === undefined) return [broken(`nobody serves ${state.url}`, 'run npx supercargo up --detach')];
  return [...(await pages(origin)), await loopback(origin)];
}

export const inTheConsole: Control = {
  name: 'decisions_in_the_console',
  title: 'decisions in the console, signed in',
  demands: EVERYWHERE,
  look: async (ground) => [...(await asConsole(ground)), ...(await asOthers(ground)), ...(await overHttp(ground))],
};
