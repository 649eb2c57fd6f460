import { cardLines, peopleNeeded, planFacts, type LedgerRequest } from '@supercargo/approval';
import { canonicalText } from '@supercargo/audit';
import { html, type Html } from '@supercargo/pages';
import { ownPage, type Reader } from './console-page.ts';
import { whatCanBeDone, type Standing } from './decision.ts';
import { amount, instant, visible } from './words.ts';

/** One request: how it stands for this reader, its card, what the stored plan says, which is what is executed, and what can be done. */
export function requestPage(reader: Reader, request: LedgerRequest, standing: Standing): string {
  const { before, after } = whatCanBeDone(reader, request, standing);
  const shown = standing.kind === 'unbound' ? html`` : card(request);
  return ownPage(reader, `A request at ${request.server}`, html`${before} ${shown} ${plan(request)} ${after}`);
}

/** The card as the requester's server wrote it, line by line, as a terminal shows it. */
function card(request: LedgerRequest): Html {
  const amountName = request.customer === null ? 'Cost' : 'Worth';
  const [sentence = '', ...lines] = cardLines(request.card, amountName).map((line) => visible(line.trim()));
  return html`<h2>The card, as the requester’s server wrote it</h2>
    <section class="card">
      <p><strong>${sentence}</strong></p>
      <ul>
        ${lines.map((line) => html`<li>${line}</li> `)}
      </ul>
    </section>`;
}

function plan(request: LedgerRequest): Html {
  const facts = planFacts(request);
  const decisions = request.decisions.map(({ person, verdict, via }) => `${person}: ${verdict} (${via})`);
  const rows: readonly (readonly [string, string])[] = [
    ['Request', request.id],
    ['State', `${request.state}${request.reason === null ? '' : `: “${visible(request.reason)}”`}`],
    ['Tool', `${request.server} ${visible(request.tool)}`],
    ['Arguments', visible(canonicalText(facts.arguments))],
    ['Effect', visible(canonicalText(facts.effect))],
    ['Guards', visible(canonicalText(facts.guards))],
    ['Amount', amount(request)],
    [
      'Requester',
      `${visible(request.requester)}, through the agent “${visible(request.agent ?? 'unknown')}” (unproven)`,
    ],
    ['Needs', peopleNeeded(request)],
    ['Asked', `${instant(request.askedAt)}; open until ${instant(request.waitsUntil)}`],
    ['Decided', decisions.length === 0 ? 'nobody yet' : visible(decisions.join(', '))],
    ['Digest', request.planDigest.toString('hex')],
    ...(request.result === null ? [] : [['Result', visible(request.result)] as const]),
  ];
  return html`<h2>The plan, which is what is executed</h2>
    <dl>
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd> `,
      )}
    </dl>`;
}
