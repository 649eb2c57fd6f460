import type { PageReader } from '../signed-in/page-reader.ts';
import type { SignIns } from './client.ts';

/** Whoever sits at the client: signs in and allows when sent to the browser, and remembers what for. */
export class Person implements SignIns {
  readonly asked: (readonly string[])[] = [];
  readonly #pages: PageReader;

  constructor(pages: PageReader) {
    this.#pages = pages;
  }

  /** Follows the client's link to the end; answers the address that the client is sent back to. */
  async allow(request: string | URL): Promise<URL> {
    const address = new URL(request);
    this.asked.push((address.searchParams.get('scope') ?? '').split(' ').filter((scope) => scope !== ''));
    return this.#pages.allow(address.href);
  }
}
