import { isLoopbackHost } from '@supercargo/kernel';

/** Whether an address is plain http on this machine: nothing else is served or fetched without TLS. */
export function isLoopback(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'http:' && isLoopbackHost(url.hostname) && url.username === '' && url.password === '';
}

/** Whether an address is on this machine and written as it will be compared: no fragment, no query, nothing to normalise. */
export function checkedLoopback(address: string): boolean {
  return isLoopback(address) && new URL(address).href === address && !/[?#]/.test(address);
}
