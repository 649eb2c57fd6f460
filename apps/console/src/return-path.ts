export const HOME = '/requests';

const LOCAL = /^\/requests(\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;

/** Where a sign-in goes on: our list or one request. Everything else, of whatever form, is the list. */
export function returnPath(given: unknown): string {
  return typeof given === 'string' && LOCAL.test(given) ? given : HOME;
}

/** The id in an address, or undefined where it cannot be one. */
export function requestIdOf(given: unknown): string | undefined {
  return typeof given === 'string' && LOCAL.test(`${HOME}/${given}`) ? given : undefined;
}

/** Where an address belongs: to the request that it names, or to the list. */
export function placeOf({ id: given }: { readonly id?: unknown }): string {
  const id = requestIdOf(given);
  return id === undefined ? HOME : `${HOME}/${id}`;
}
