/** A word as a LIKE pattern that finds it anywhere, and in which every character stands for itself. */
export function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
}
