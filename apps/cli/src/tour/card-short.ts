import { cardLines, type Card } from '@supercargo/approval';

/** What decides about it: what happens, what it costs, what is known and why somebody is asked. The first card of a tour is shown whole. */
export function shortCard(card: Card): readonly string[] {
  const whole = cardLines({ ...card, guards: [] });
  const isAside = (line: string): boolean => /^ {2}(Undo|Asked by|Open until|In the agent's words)/.test(line);
  return whole.filter((line) => !isAside(line)).map((line) => line.replace(/ \(as of [^)]*\)$/, ''));
}
