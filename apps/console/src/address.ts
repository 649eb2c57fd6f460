import { isLoopbackHost } from '@supercargo/kernel';

/** Whether we send people or secrets there: over TLS, or over plain http on this machine, and never with a password in the address. */
export function isAcceptedAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}
