import { readFile } from 'node:fs/promises';
import { railAddress, type Env, type Home } from '@supercargo/cluster';
import { isLoopbackHost } from '@supercargo/kernel';
import { ConfigurationError } from '@supercargo/mcp-kit';
import { railClient, type RailClient, type RailPlace } from './client.ts';

const TOKEN = /^[\x21-\x7e]{16,512}$/;

/** The token of that file, read at each call, so that a rotated one is used without a restart. */
async function tokenFrom(file: string): Promise<string> {
  const token = (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  if (!TOKEN.test(token)) throw new Error('not a token');
  return token;
}

/** In the clear to this machine only; to any other over TLS. */
function isAccepted(given: string): boolean {
  const url = URL.parse(given);
  if (url === null) return false;
  if ([url.username, url.password, url.search, url.hash].some((part) => part !== '')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

async function configuredPlace(given: string, file: string): Promise<RailPlace> {
  if (!isAccepted(given)) {
    throw new ConfigurationError(
      'SUPERCARGO_RAIL_URL is not accepted; accepted: an https URL, or http to this machine, without user, query and fragment',
    );
  }
  await tokenFrom(file).catch(() => {
    throw new ConfigurationError(
      'SUPERCARGO_RAIL_TOKEN_FILE takes a file that holds one token of 16 to 512 visible characters',
    );
  });
  const url = given.replace(/\/+$/, '');
  return async () => ({ url, token: await tokenFrom(file) });
}

/** Reaches the rail that the environment names, or else the sandbox rail of this home, wherever it was last started. */
export async function railOutside({ env, home }: { readonly env: Env; readonly home: Home }): Promise<RailClient> {
  const { SUPERCARGO_RAIL_URL: url, SUPERCARGO_RAIL_TOKEN_FILE: file } = env;
  if (url !== undefined && file !== undefined) return railClient(await configuredPlace(url, file));
  if (url !== undefined || file !== undefined) {
    throw new ConfigurationError('SUPERCARGO_RAIL_URL and SUPERCARGO_RAIL_TOKEN_FILE are given together, or neither');
  }
  return railClient(async () => {
    const address = await railAddress(home);
    return address === undefined ? undefined : { url: address.url, token: await address.token() };
  });
}
