export type Fields = Readonly<Record<string, string>>;

/** What a browser shows: where it ended up, and the page there. */
export interface Shown {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly page: string;
  /** The answer's own address and status, and those of every redirect before it. */
  readonly way: readonly string[];
  /** From the first question to the whole of the page. */
  readonly seconds: number;
}

/** A person's browser: keeps cookies by host whatever the port, as browsers do, follows redirects and says where a form comes from. */
export interface Browser {
  open(address: string): Promise<Shown>;
  /** One answer, whatever it says. */
  fetch(address: string, init?: { readonly form?: Fields; readonly headers?: Fields }): Promise<Response>;
  /** Sends a form as a page of that origin does, and follows. */
  send(address: string, form: Fields, headers?: Fields): Promise<Shown>;
  cookie(name: string): string | undefined;
  plant(name: string, value: string): void;
}

const redirectsMax = 10;

export function newBrowser(): Browser {
  const jar = new Map<string, { readonly value: string; readonly path: string }>();
  const one: Browser['fetch'] = async (address, { form, headers = {} } = {}) => {
    const { pathname } = new URL(address);
    const cookie = [...jar]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(address, {
      redirect: 'manual',
      // A connection of before a restart is of no use after it.
      headers: { cookie, connection: 'close', ...headers },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/';
      if (value === '') jar.delete(name);
      else jar.set(name, { value, path });
    }
    return response;
  };
  const follow = async (address: string, asked: Promise<Response>): Promise<Shown> => {
    const since = performance.now();
    let url = new URL(address);
    let response = await asked;
    const way = [`${response.status} ${url.pathname}`];
    for (let at = 0; at < redirectsMax; at += 1) {
      const location = response.headers.get('location');
      if (location === null) break;
      url = new URL(location, url);
      response = await one(url.href);
      way.push(`${response.status} ${url.pathname}`);
    }
    const page = await response.text();
    const seconds = (performance.now() - since) / 1_000;
    return { url, status: response.status, headers: response.headers, page, way, seconds };
  };
  return {
    fetch: one,
    open: (address) => follow(address, one(address)),
    send: (address, form, headers = {}) => {
      const said = { origin: new URL(address).origin, 'sec-fetch-site': 'same-origin', ...headers };
      return follow(address, one(address, { form, headers: said }));
    },
    cookie: (name) => jar.get(name)?.value,
    plant: (name, value) => void jar.set(name, { value, path: '/' }),
  };
}

/** The value of a hidden field of a page. */
export function hidden(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
}
