/** The name that somebody who wrote `said` most likely meant; undefined where none is near. */
export function nearest(said: string, names: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const meant = plain(said).slice(0, 64);
  const [best] = names
    .map((name) => ({ name, distance: editsBetween(meant, plain(name)) }))
    .filter(({ name, distance }) => distance <= Math.ceil(plain(name).length / 3))
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** How many letters are to be put in, taken out or changed (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
