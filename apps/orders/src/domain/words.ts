/** More words than this narrow nothing down. */
export const WORDS_MAX = 10;

/** The words of a text that somebody searches for, each once, in NFC. */
export function wordsOf(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .normalize('NFC')
        .split(/\s+/u)
        .filter((word) => word !== ''),
    ),
  ];
}
