/** The cookies of one server, as a browser that follows one sign-in keeps them: by name and path. */
export interface CookieJar {
  /** The value of `Cookie` for this path. */
  header(path: string): string;
  keep(response: Response): void;
}

export function newCookieJar(): CookieJar {
  const kept = new Map<string, { readonly name: string; readonly value: string; readonly path: string }>();
  return {
    header: (path) =>
      [...kept.values()]
        .filter((cookie) => path.startsWith(cookie.path))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    keep: (response) => {
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
        const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/';
        const key = `${name} ${path}`;
        if (value === '') kept.delete(key);
        else kept.set(key, { name, value, path });
      }
    },
  };
}
