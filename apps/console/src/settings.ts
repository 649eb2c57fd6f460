import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { isAcceptedAddress } from './address.ts';

const claimName = z.string().min(1).max(128);

const origin = z
  .string()
  .max(300)
  .refine(
    (text) => isAcceptedAddress(text) && new URL(text).origin === text,
    'an origin such as https://console.example, or http://127.0.0.1:4300 on this machine, is accepted',
  );

const issuer = z
  .string()
  .max(300)
  .refine(
    (text) => isAcceptedAddress(text) && !/[?#]/.test(text),
    'the address of an issuer, such as https://login.example, or over http on this machine, is accepted',
  );

const settings = z.strictObject({
  /** Where people reach it: the one `Host` that it answers for, and the redirect address is below it. */
  origin,
  issuer,
  client_id: z.string().min(1).max(200),
  client_secret: z.string().min(1).max(500),
  /** What the issuer calls what we read of a person. */
  claims: z
    .strictObject({
      tenant: claimName.default('tenant'),
      person: claimName.default('person'),
      roles: claimName.default('roles'),
      customer: claimName.default('customer'),
    })
    .prefault({}),
});

/** Where the console is reached, and who says who somebody is. */
export type ConsoleSettings = z.output<typeof settings>;

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** The settings in this text, or which fields are wrong and what they accept; never their values. */
export function readSettings(text: string): ConsoleSettings {
  const parsed = settings.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new SettingsError(`the console's settings are not accepted; ${problems.join('; ')}`);
}

/** The same of a file, which holds a secret: its rights are those of whoever wrote it, since a mounted one has others than its owner's. */
export function readSettingsFile(path: string): ConsoleSettings {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new SettingsError('SUPERCARGO_CONSOLE_FILE takes a file that can be read');
  }
  return readSettings(text);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
