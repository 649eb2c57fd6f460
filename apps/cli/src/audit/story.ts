import { LEDGER_REFUSALS, type LedgerRequest } from '@supercargo/approval';
import { canonicalText, digest, type AuditEntry, type CanonicalValue } from '@supercargo/audit';
import { members, visible } from '../print.ts';

/** One sentence of a request's story, and the record it comes from. */
export interface StoryLine {
  readonly at: Date;
  readonly entryId: string;
  readonly kind: string;
  readonly text: string;
}

type NameOf = (person: string) => string;

function word(entry: AuditEntry, key: string): string {
  const value = entry.record[key];
  if (value === undefined || value === null) return '';
  return visible(typeof value === 'string' ? value : canonicalText(value));
}

function because(entry: AuditEntry): string {
  const reason = word(entry, 'reason');
  return reason === '' ? '' : `: ${reason}`;
}

/** The sentence of the card, where the card beside the plan is the one that the record names by its hash. */
function cardSentence(entry: AuditEntry, request: LedgerRequest | undefined): string {
  if (request === undefined) return '';
  const hash = digest('card', canonicalText(request.card)).toString('hex');
  if (hash !== word(entry, 'card')) return ' The card kept beside the plan is not the one that was recorded.';
  return ` The card said: “${visible(request.card.sentence)}”`;
}

function askedOf(entry: AuditEntry): string {
  const quorum = Number(entry.record['quorum'] ?? 1);
  if (word(entry, 'tier') === 'consent') return ' Policy asked for the requester’s own consent.';
  return ` Policy asked for the approval of ${quorum === 1 ? 'another person' : `${quorum.toString()} other people`}.`;
}

const VIA: Readonly<Record<string, string>> = {
  terminal: 'on a terminal, with a secret of their own',
  console: 'in the console, signed in',
  elicitation: 'in the host, on the form that showed the card',
};

const VERDICTS: Readonly<Record<string, string>> = {
  approve: 'approved it',
  reject: 'rejected it',
  consent: 'consented to it',
};

function decided(entry: AuditEntry, nameOf: NameOf): string {
  const how = VIA[word(entry, 'via')] ?? `via ${word(entry, 'via')}`;
  return `${nameOf(word(entry, 'person'))} ${VERDICTS[word(entry, 'verdict')] ?? word(entry, 'verdict')}, ${how}${because(entry)}.`;
}

function decisionRefused(entry: AuditEntry, nameOf: NameOf): string {
  const code = word(entry, 'refusal');
  const why = Object.hasOwn(LEDGER_REFUSALS, code) ? LEDGER_REFUSALS[code as keyof typeof LEDGER_REFUSALS] : code;
  return `${nameOf(word(entry, 'person'))} tried to decide (${word(entry, 'verdict')}) and was refused: ${why}.`;
}

function chainOf(entry: AuditEntry, nameOf: NameOf): string {
  const chain: CanonicalValue = entry.record['chain'] ?? [];
  return Array.isArray(chain) ? chain.map((person) => nameOf(String(person))).join(' and ') : 'Somebody';
}

function attempt(entry: AuditEntry, nameOf: NameOf): string {
  const approvers: CanonicalValue = entry.record['approvers'] ?? [];
  const names = Array.isArray(approvers) ? approvers.map((person) => nameOf(String(person))) : [];
  return `${word(entry, 'server')} began to execute it on the word of ${names.join(' and ') || 'nobody'}; execution ${word(entry, 'execution_id')}.`;
}

function call(entry: AuditEntry, nameOf: NameOf): string {
  const who = `${nameOf(word(entry, 'person'))}, through the agent ${word(entry, 'agent')},`;
  const outcome = word(entry, 'outcome');
  if (entry.requestId === null) return `${who} asked ${word(entry, 'tool')} how it stands; the answer was: ${outcome}.`;
  return `${who} called ${word(entry, 'tool')}; the answer was: ${outcome.replaceAll('_', ' ')}.`;
}

const SENTENCES: Readonly<Record<string, (entry: AuditEntry, nameOf: NameOf, request?: LedgerRequest) => string>> = {
  asked: (entry, nameOf, request) =>
    word(entry, 'event_id') === ''
      ? `${nameOf(word(entry, 'requester'))} asked for it through the agent ${word(entry, 'agent')} (unproven), with ${word(entry, 'server')} ${word(entry, 'tool')}.${cardSentence(entry, request)}${askedOf(entry)}`
      : `Nobody asked for it in person: the event ${word(entry, 'event_id')} led to ${word(entry, 'server')} ${word(entry, 'tool')}. ${chainOf(entry, nameOf)} had their say in what it tells of, and could not approve this.${cardSentence(entry, request)}${askedOf(entry)}`,
  decided,
  decision_refused: decisionRefused,
  attempt,
  sent: (entry) =>
    `It was sent to the foreign system, which takes it until ${word(entry, 'expires_at')}; it is not sent again.`,
  unknown: (entry) => `Nobody knows yet whether it happened${because(entry)}; the foreign system is asked.`,
  published: (entry) =>
    `${word(entry, 'server')} told ${word(entry, 'consumer')} of it: ${word(entry, 'topic')} ${word(entry, 'key')}, event ${word(entry, 'event_id')}.`,
  executed: (entry) => `It was executed: ${members(entry.record['result'])}.`,
  failed: (entry) => `It failed, and nothing was done${because(entry)}.`,
  rejected: () => 'It was rejected; nothing was done.',
  expired: (entry) => `It expired; nothing was done${because(entry)}.`,
  invalidated: (entry) => `It was invalidated, and nothing was done${because(entry)}.`,
  withdrawn: (entry, nameOf) => `${nameOf(word(entry, 'person'))} withdrew it; nothing was done${because(entry)}.`,
  call,
};

/** A request's story in words, in order: one sentence for each record, and no sentence without one. */
export function storyOf(
  entries: readonly AuditEntry[],
  names: ReadonlyMap<string, string>,
  request: LedgerRequest | undefined,
): readonly StoryLine[] {
  const nameOf: NameOf = (person) =>
    names.has(person) ? `${visible(names.get(person) ?? '')} (${person})` : person || 'somebody';
  return entries.map((entry) => ({
    at: entry.at,
    entryId: entry.id,
    kind: entry.kind,
    text: SENTENCES[entry.kind]?.(entry, nameOf, request) ?? `${entry.kind}: ${visible(entry.text)}`,
  }));
}
