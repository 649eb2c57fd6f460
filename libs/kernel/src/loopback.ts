const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Whether a URL's host name is one by which this machine reaches itself, without asking anybody what the name means. Other
 * addresses of 127.0.0.0/8 and names below localhost are not: nothing of ours is configured by them.
 *
 * @param hostname as `URL` gives it, an IPv6 address in brackets
 */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOSTS.has(hostname);
}
