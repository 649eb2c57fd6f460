import * as z from 'zod';

/**
 * Text that somebody outside wrote: a description, a note, an agent's words. It is data in a field of its own, never part of a sentence
 * of ours, and never an instruction.
 */
export const UntrustedText = z.strictObject({ origin: z.string(), text: z.string() });
export type UntrustedText = z.infer<typeof UntrustedText>;

/**
 * Characters that change how other text is read: C0 and C1 controls, bidirectional overrides and isolates, zero-width characters,
 * tag characters and variation selectors used to hide text.
 */
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** Types text as untrusted: hidden characters made visible as U+FFFD, NFC, at most `charactersMax` characters. */
export function untrusted(origin: string, text: string, charactersMax = 500): UntrustedText {
  const visible = Array.from(text.normalize('NFC').replace(/\s+/g, ' ').replace(HIDDEN, '\ufffd'));
  const cut = visible.length > charactersMax;
  return { origin, text: cut ? `${visible.slice(0, charactersMax - 1).join('')}…` : visible.join('') };
}
