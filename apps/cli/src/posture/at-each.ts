import type { HttpServer } from '../http/addresses.ts';
import { broken, held, type Look } from './control.ts';
import type { Ground } from './ground.ts';

/** One look at every server of the profile: what was seen at all of them, or what is otherwise at each that differs. */
export async function atEach(
  { sites }: Pick<Ground, 'sites'>,
  saw: string,
  todo: string,
  problemOf: (site: HttpServer) => Promise<string | undefined>,
): Promise<readonly Look[]> {
  const found = await Promise.all(
    sites.map(async (site) => {
      const problem = await problemOf(site);
      return problem === undefined ? [] : [broken(`${site.name}: ${problem}`, todo)];
    }),
  );
  const problems = found.flat();
  return problems.length === 0 ? [held(saw)] : problems;
}

/** What it came to, where that is not the status that was expected. */
export function otherThan(wanted: number, { status }: { readonly status: number }, what: string): string | undefined {
  if (status === wanted) return undefined;
  const came = status === 0 ? 'no answer' : status.toString();
  return `${what} was answered with ${came}, not ${wanted.toString()}`;
}
