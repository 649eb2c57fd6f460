/** Facts by name, and what each must be. */
export type Facts = Readonly<Record<string, number | string | null>>;

/** In words, what is not as it must be. */
export function differences(facts: Facts | undefined, expected: Facts, of = ''): readonly string[] {
  if (facts === undefined) return ['the database gave no facts'];
  return Object.keys(expected)
    .filter((fact) => facts[fact] !== expected[fact])
    .map((fact) => `${fact}${of}: ${facts[fact] ?? 'none'} instead of ${expected[fact] ?? 'none'}`);
}
