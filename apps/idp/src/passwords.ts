import { randomBytes, scrypt, timingSafeEqual, type BinaryLike, type ScryptOptions } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { readSecretFile, writeSecretFile } from './secret-file.ts';
import { accountOf, agentClientId, CONSOLE_CLIENT, serverClientId, type Settings } from './settings.ts';
import type { Entries } from './store/entries.ts';

const secretFile = z.strictObject({
  version: z.literal(1),
  /** How each person signs in, by account such as `mara@acme`. Kept for `supercargo token`; deleting a line takes it from there only. */
  people: z.record(z.string(), z.string()),
  /** The client secrets of agents, of the MCP servers and of the console, by client id. */
  clients: z.record(z.string(), z.string()),
});
type SecretFile = z.output<typeof secretFile>;

const scryptOf = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt);
/** 16 MiB and some 40 ms for each try (RFC 7914). */
const COST: ScryptOptions = { N: 16_384, r: 8, p: 1 };
const hashBytes = 32;
const hashesAtOnce = 4;

async function hashOf(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await scryptOf(password.normalize('NFC'), salt, hashBytes, COST);
  return `${salt.toString('base64url')}.${hash.toString('base64url')}`;
}

/** Whether this is the person's password. As slow for people who are not there, so that the time says nothing. */
export async function isPasswordOf(entries: Entries, account: string, password: string): Promise<boolean> {
  const kept = entries.passwordHash(account);
  const [salt = '', hash = ''] = (kept ?? NOBODY).split('.');
  const given = await scryptOf(password.normalize('NFC'), Buffer.from(salt, 'base64url'), hashBytes, COST);
  return timingSafeEqual(given, Buffer.from(hash, 'base64url')) && kept !== undefined;
}

const NOBODY = `${Buffer.alloc(16).toString('base64url')}.${Buffer.alloc(hashBytes).toString('base64url')}`;

const newSecret = (): string => randomBytes(18).toString('base64url');

/**
 * Makes a password for each person and a secret for each client that has none yet, and keeps them in `passwords.json` of this folder for
 * their owner. Signing in is checked against a hash alone: a password whose line was deleted from the file still opens, and is not made anew.
 */
export async function ensurePasswords(
  folder: string,
  entries: Entries,
  { people, agents, servers, console }: Settings,
): Promise<ReadonlyMap<string, string>> {
  const path = join(folder, 'passwords.json');
  const kept = readFileOf(path);
  const clientIds = [
    ...agents.map(agentClientId),
    ...servers.map(serverClientId),
    ...(console === undefined ? [] : [CONSOLE_CLIENT]),
  ];
  const clients = Object.fromEntries(clientIds.map((id) => [id, kept.clients[id] ?? newSecret()]));
  const newcomers = people.map(accountOf).filter((account) => entries.passwordHash(account) === undefined);
  const made = Object.fromEntries(newcomers.map((account) => [account, kept.people[account] ?? newSecret()]));
  // On disk before it is in force: a start that is killed in between uses the same ones next time.
  writeSecretFile(path, { version: 1, people: { ...kept.people, ...made }, clients: { ...kept.clients, ...clients } });
  for (let at = 0; at < newcomers.length; at += hashesAtOnce) {
    const few = newcomers.slice(at, at + hashesAtOnce);
    const hashes = await Promise.all(few.map((account) => hashOf(made[account] ?? newSecret())));
    few.forEach((account, index) => {
      entries.keepPasswordHash(account, hashes[index] ?? NOBODY);
    });
  }
  return new Map(Object.entries(clients));
}

function readFileOf(path: string): SecretFile {
  const found = readSecretFile(path);
  if (found === undefined) return { version: 1, people: {}, clients: {} };
  const parsed = secretFile.safeParse(found);
  if (parsed.success) return parsed.data;
  throw new Error(`${path} is not a file of this version; put it right or delete it together with state.sqlite`);
}
