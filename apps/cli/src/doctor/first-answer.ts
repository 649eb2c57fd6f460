import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readEnrolled } from '@supercargo/cluster';
import { launchCommand } from '../host-config.ts';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import { serverEnv } from '../servers.ts';
import { ill, well, type Finding, type Patient } from './check.ts';

const answerSecondsMax = 1.2;
const patienceMs = 10_000;
const attempts = 2;

const DISCOVER = {
  jsonrpc: '2.0',
  id: 1,
  method: 'server/discover',
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': { name: 'supercargo-doctor', version: '0.1.0' },
    },
  },
};

/** Each server, started as a host would start it, answers its first question soon. */
export async function checkFirstAnswer(patient: Patient): Promise<readonly Finding[]> {
  const [as] = await readEnrolled(patient.home);
  if (as === undefined) return [];
  const findings: Finding[] = [];
  for (const server of SERVERS) findings.push(await findingOf(patient, server, as));
  return findings;
}

async function findingOf(patient: Patient, server: ServerName, as: string): Promise<Finding> {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts && best > answerSecondsMax; attempt += 1) {
    best = Math.min(best, (await firstAnswerSeconds(patient, server, as)) ?? Number.POSITIVE_INFINITY);
  }
  const name = `server ${server}`;
  if (best <= answerSecondsMax) return well(name, `first answer after ${best.toFixed(2)} s`);
  if (best < Number.POSITIVE_INFINITY) {
    return ill(
      name,
      `first answer after ${best.toFixed(2)} s`,
      'the machine is busy or slow; hosts wait longer, but people notice',
    );
  }
  return ill(name, 'does not answer', `run it to see why: npx supercargo stdio ${server} --as ${as}`);
}

function firstAnswerSeconds({ outside, home }: Patient, server: ServerName, as: string): Promise<number | undefined> {
  const { command, args } = launchCommand(home, server, as, 'supercargo-doctor');
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn(command, args, {
      env: serverEnv(outside.env, server, home.path),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const end = (seconds: number | undefined): void => {
      clearTimeout(patience);
      child.kill();
      resolve(seconds);
    };
    const patience = setTimeout(end, patienceMs, undefined);
    child.stdin.on('error', () => undefined);
    child.once('error', () => {
      end(undefined);
    });
    child.once('exit', () => {
      end(undefined);
    });
    createInterface({ input: child.stdout }).once('line', () => {
      end((performance.now() - startedAt) / 1_000);
    });
    child.stdin.write(`${JSON.stringify(DISCOVER)}\n`);
  });
}
