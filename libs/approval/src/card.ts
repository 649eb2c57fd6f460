import { parseDecimal, spoken, UntrustedText, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';

const Line = z.string().min(1).max(300);

/**
 * What an approver is shown: what will happen in one sentence, what changes, what it costs, why it needs them and how it can be undone.
 * Kept as canonical text beside the plan, with its hash inside the plan's digest.
 */
export const Card = z.strictObject({
  sentence: Line,
  changes: z.array(z.strictObject({ what: Line, before: Line, after: Line })).max(20),
  cost: WireMoney.nullable(),
  /** How many units it is judged by. Cards from before there were any have none. */
  units: z.int().min(0).nullable().default(null),
  why: Line,
  undo: Line,
  asked_by: z.strictObject({ person: Line, agent: Line, words: UntrustedText.nullable() }),
  flags: z.array(Line).max(10),
  /** Facts that must still be so when it executes. */
  guards: z.array(z.strictObject({ fact: Line, value: Line })).max(20),
  /** Facts that may move on, each with the instant it was so. */
  facts: z.array(z.strictObject({ fact: Line, value: Line, as_of: z.iso.datetime() })).max(20),
  expires_at: z.iso.datetime(),
});
export type Card = z.infer<typeof Card>;

/** What stands for a card that no tool of ours wrote: the ledger keeps it, and nobody should approve it. */
const UNREADABLE: Card = {
  sentence: 'The card of this request cannot be read. Do not approve it, and tell an administrator.',
  changes: [],
  cost: null,
  units: null,
  why: 'unknown',
  undo: 'unknown',
  asked_by: { person: 'unknown', agent: 'unknown', words: null },
  flags: [],
  guards: [],
  facts: [],
  expires_at: '1970-01-01T00:00:00.000Z',
};

/** Reads a stored card. One bad card must not hide the other requests of a list, so it is shown as what it is. */
export function cardFrom(text: string): Card {
  const parsed = Card.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : UNREADABLE;
}

function costOf({ amount, currency }: WireMoney): string {
  const money = parseDecimal(amount, currency);
  return money === undefined ? `${amount} ${currency}` : spoken(money);
}

/** The card as plain lines, for a terminal and for a host's consent form. What a customer asks for costs them nothing: its amount is a worth. */
export function cardLines(card: Card, amount: 'Cost' | 'Worth' = 'Cost'): readonly string[] {
  return [
    card.sentence,
    ...card.changes.map((change) => `  ${change.what}: ${change.before} → ${change.after}`),
    ...(card.cost === null ? [] : [`  ${amount}: ${costOf(card.cost)}`]),
    ...(card.units === null ? [] : [`  Units: ${card.units.toLocaleString('en')}`]),
    ...card.facts.map((fact) => `  ${fact.fact}: ${fact.value} (as of ${fact.as_of})`),
    ...(card.guards.length === 0
      ? []
      : [`  Only if still so: ${card.guards.map((guard) => `${guard.fact} ${guard.value}`).join(', ')}`]),
    ...card.flags.map((flag) => `  ! ${flag}`),
    `  Why you are asked: ${card.why}`,
    `  Undo: ${card.undo}`,
    `  Asked by: ${card.asked_by.person}, through ${card.asked_by.agent}`,
    ...(card.asked_by.words === null ? [] : [`  In the agent's words (not checked): “${card.asked_by.words.text}”`]),
    `  Open until: ${card.expires_at}`,
  ];
}
