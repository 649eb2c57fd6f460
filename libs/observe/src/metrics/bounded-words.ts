const WORD = /^[a-z][a-z0-9_.-]{0,63}$/;
const WORDS_MAX = 200;

/**
 * Words as values of a label. They are codes of ours; but a series is kept for each for as long as the process lives, so that whatever
 * does not look like one, or comes after many, is `other`.
 */
export class BoundedWords {
  readonly #known = new Set<string>();

  of(word: string): string {
    if (this.#known.has(word)) return word;
    if (this.#known.size >= WORDS_MAX || !WORD.test(word)) return 'other';
    this.#known.add(word);
    return word;
  }
}
