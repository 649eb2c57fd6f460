/** A person at a browser, as far as signing in needs one: keeps cookies, follows redirects, fills in the two forms of the sign-in. */
export interface PageReader {
  /** Signs in at this authorization request and allows what it asks for; answers the address that the client is sent back to. */
  allow(request: string): Promise<URL>;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

const FORM = /<form method="post" action="(\/interaction\/[\w-]+\/(?:login|consent))">/;
const ANSWER_MS = 10_000;
const STEPS_MAX = 10;

function keep(cookies: Map<string, Cookie>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/';
    if (value === '') cookies.delete(`${name} ${path}`);
    else cookies.set(`${name} ${path}`, { name, value, path });
  }
}

async function visit(cookies: Map<string, Cookie>, address: URL, form?: URLSearchParams): Promise<Response> {
  const sent = [...cookies.values()].filter(({ path }) => address.pathname.startsWith(path));
  const response = await fetch(address, {
    headers: { cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') },
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_MS),
    ...(form === undefined ? {} : { method: 'POST', body: form }),
  });
  keep(cookies, response);
  return response;
}

/** Whoever has this account and password, at the authorization server with this issuer. Each `allow` is a browser that was never there. */
export function pageReader(issuer: string, account: string, password: string): PageReader {
  const submit = async (cookies: Map<string, Cookie>, page: URL, text: string): Promise<Response> => {
    const action = FORM.exec(text)?.[1];
    if (action === undefined) throw new Error(`no form of the sign-in at ${page.pathname}: ${text.slice(0, 300)}`);
    const fields = action.endsWith('/login') ? { name: account, password } : { decision: 'allow' };
    return visit(cookies, new URL(action, page), new URLSearchParams(fields));
  };
  return {
    allow: async (request) => {
      const cookies = new Map<string, Cookie>();
      let address = new URL(request);
      for (let step = 0; step < STEPS_MAX; step += 1) {
        if (address.origin !== issuer) return address;
        let response = await visit(cookies, address);
        if (response.status === 200) response = await submit(cookies, address, await response.text());
        const location = response.headers.get('location');
        if (location === null) throw new Error(`the sign-in stopped with ${response.status}: ${await response.text()}`);
        address = new URL(location, address);
      }
      throw new Error('the sign-in asks without end');
    },
  };
}
