import { newCookieJar } from '../token/cookie-jar.ts';

/** What a browser shows: where it ended up, and the page there. */
export interface Shown {
  readonly url: URL;
  readonly status: number;
  readonly page: string;
}

/** A person's browser, without a script: keeps cookies whatever the port, as browsers do, and follows redirects. */
export interface Browser {
  open(address: string): Promise<Shown>;
  /** Sends a form as a page of that origin does. */
  send(address: string, form: Readonly<Record<string, string>>): Promise<Shown>;
}

const redirectsMax = 10;

export function newBrowser(): Browser {
  const jar = newCookieJar();
  const one = async (url: URL, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const own = form === undefined ? {} : { origin: url.origin, 'sec-fetch-site': 'same-origin' };
    const response = await fetch(url, {
      headers: { cookie: jar.header(url.pathname), ...own },
      redirect: 'manual',
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    jar.keep(response);
    return response;
  };
  const follow = async (first: URL, form?: Readonly<Record<string, string>>): Promise<Shown> => {
    let url = first;
    let response = await one(url, form);
    for (let at = 0; at < redirectsMax; at += 1) {
      const location = response.headers.get('location');
      if (location === null) break;
      url = new URL(location, url);
      response = await one(url);
    }
    return { url, status: response.status, page: await response.text() };
  };
  return { open: (address) => follow(new URL(address)), send: (address, form) => follow(new URL(address), form) };
}

/** The value of a hidden field of a page. */
export function hidden(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
}
