import * as z from 'zod';

/**
 * Text that somebody outside wrote: a description, a note, an agent's words. It is data in a field of its own, never part of a sentence
 * of ours, and never an instruction.
 */
export const UntrustedText = z.strictObject({ origin: z.string(), text: z.string() });
export type UntrustedText = z.infer<typeof UntrustedText>;

/**
 * Characters that nobody sees or that change how other text is read: controls, formats (bidirectional overrides and isolates, tags,
 * zero-width joiners), fillers and variation selectors, private and unassigned ones, halves of pairs, line and paragraph separators.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu;

/** Whether an argument has no character that nobody sees. Kept out of published schemas: not every host's patterns know these classes. */
export function isVisible(text: string): boolean {
  return !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
}

/** Types text as untrusted: hidden characters made visible as U+FFFD, NFC, at most `charactersMax` characters. */
export function untrusted(origin: string, text: string, charactersMax = 500): UntrustedText {
  const visible = Array.from(text.normalize('NFC').replace(/\s+/g, ' ').replace(HIDDEN, '\ufffd'));
  const cut = visible.length > charactersMax;
  return { origin, text: cut ? `${visible.slice(0, charactersMax - 1).join('')}…` : visible.join('') };
}

/** What makes a link, an image, a tag or a code span where a host shows text as Markdown or HTML. */
const MARKUP = /[[\]<>`!\\|*_{}#~]/g;

/**
 * The name of a thing as a sentence of ours may say it, though somebody outside wrote it: one line, nothing hidden, no markup, at most
 * `charactersMax` characters. It is still their words: a sentence says it as a name and concludes nothing from it.
 */
export function sayName(text: string, charactersMax = 80): string {
  const said = untrusted('', text.replace(MARKUP, ' '), charactersMax).text.trim();
  return said === '' ? 'unnamed' : said;
}
