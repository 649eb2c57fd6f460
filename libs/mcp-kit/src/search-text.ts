import { isVisible } from '@supercargo/kernel';
import * as z from 'zod';

/** More words than this narrow nothing down. */
const WORDS_MAX = 10;

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

/** The argument with which a list is searched. `where` says in what all of the words occur. */
export function searchText(where: string): z.ZodOptional<z.ZodString> {
  return z
    .string()
    .min(1)
    .max(100)
    .refine(isVisible)
    .refine((text) => wordsOf(text).length >= 1 && wordsOf(text).length <= WORDS_MAX)
    .optional()
    .describe(
      `Up to ${WORDS_MAX.toString()} words that all occur in ${where}, in any case and order; 100 characters at most. Every character stands for itself.`,
    );
}
