import { isLoopbackHost } from '@supercargo/kernel';

/** Whether this is the origin of a console and nothing behind it: over TLS, or in the clear on this machine. */
export function isConsoleOrigin(given: string): boolean {
  const url = /^https?:\/\/[a-z0-9.[\]:-]{1,260}$/.test(given) ? URL.parse(given) : null;
  if (url?.origin !== given) return false;
  return url.protocol === 'https:' || isLoopbackHost(url.hostname);
}

/** The page on which a request is decided. Its address holds an id that gives no right: what it shows and takes depends on who signs in. */
export function approvalPage(consoleOrigin: string, requestId: string): string {
  return `${consoleOrigin}/requests/${requestId}`;
}
