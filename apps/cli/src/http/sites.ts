import { CUSTOMER_SERVERS, SERVERS, type ServerName } from '@supercargo/kernel';

export type CustomerServer = (typeof CUSTOMER_SERVERS)[number];

/** A server as it is reached over HTTP: by staff, or by customers at a deployment of its own, which has a login, an address and tokens of its own. */
export type Site =
  | { readonly name: string; readonly server: ServerName; readonly faces: 'staff' }
  | { readonly name: string; readonly server: CustomerServer; readonly faces: 'customers' };

export function siteOf(server: ServerName, faces: Site['faces']): string {
  return faces === 'customers' ? `${server}-customers` : server;
}

/** All of them, in the order in which they are told. */
export const SITES: readonly Site[] = [
  ...SERVERS.map((server): Site => ({ name: siteOf(server, 'staff'), server, faces: 'staff' })),
  ...CUSTOMER_SERVERS.map((server): Site => ({ name: siteOf(server, 'customers'), server, faces: 'customers' })),
];
