import { isIP } from 'node:net';

function isLocal(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(host) !== 0 || host === 'localhost' || host.endsWith('.localhost');
}

/**
 * Why an address may not be asked, or named as this server's own; undefined for one that may. Names are not resolved
 * here: a name that leads to a loopback address passes.
 *
 * @param development lets plain http, loopback names and literal IP addresses through
 */
export function addressProblem(text: string, development: boolean): string | undefined {
  if (!URL.canParse(text)) return 'is not an address';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || text.includes('#')) return 'has credentials or a fragment in it';
  if (url.protocol !== 'https:' && !(development && url.protocol === 'http:')) return 'does not begin with https:';
  if (isLocal(url.hostname) && !development) {
    return 'is a loopback or literal IP address, accepted in development only';
  }
  return undefined;
}
