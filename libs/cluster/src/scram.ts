import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const iterations = 4_096;
const saltBytes = 16;
const keyBytes = 32;

/**
 * What PostgreSQL stores for a password, computed here so that the password itself never travels in a statement, where
 * a server's log could keep it: `SCRAM-SHA-256$4096:salt$StoredKey:ServerKey` (RFC 5802 section 3, RFC 7677).
 * The password must be printable ASCII, for which SASLprep (RFC 4013) changes nothing.
 */
export async function scramVerifier(password: string, salt: Buffer = randomBytes(saltBytes)): Promise<string> {
  return verifier(password, salt, iterations);
}

/** Whether a stored verifier is that password's. False for every other form of stored password. */
export async function verifierMatches(stored: string, password: string): Promise<boolean> {
  const parts = /^SCRAM-SHA-256\$([1-9][0-9]{0,6}):([A-Za-z0-9+/=]{1,128})\$/.exec(stored);
  const salt = parts?.[2];
  if (salt === undefined) return false;
  const expected = Buffer.from(await verifier(password, Buffer.from(salt, 'base64'), Number(parts?.[1])));
  const actual = Buffer.from(stored);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

async function verifier(password: string, salt: Buffer, rounds: number): Promise<string> {
  const salted = await promisify(pbkdf2)(password, salt, rounds, keyBytes, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${String(rounds)}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
