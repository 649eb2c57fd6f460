import { html, type Html } from '@supercargo/pages';
import type { Waiting } from '../store/waiting.ts';
import { ownPage, type Reader } from './console-page.ts';
import { amount, instant, visible } from './words.ts';

export function listPage(reader: Reader, waiting: readonly Waiting[], total: number): string {
  const shown = waiting.length === total ? '' : `, of which the ${waiting.length.toString()} that end first are shown`;
  const body =
    waiting.length === 0
      ? html`<p>Nothing that you may see waits for a decision.</p>`
      : html`<p>${total === 1 ? '1 request waits' : `${total.toString()} requests wait`}${shown}.</p>
          <table>
            <thead>
              <tr>
                <th>What</th>
                <th>Asked by</th>
                <th>Amount</th>
                <th>Since</th>
                <th>Open until</th>
              </tr>
            </thead>
            <tbody>
              ${waiting.map((one) => row(reader, one))}
            </tbody>
          </table>`;
  return ownPage(reader, 'What waits', body);
}

function row(reader: Reader, one: Waiting): Html {
  const what = visible(one.sentence ?? one.tool);
  const at = `(${one.server}${one.isDecided ? '; you have decided, others are waited for' : ''})`;
  const mine = one.requester === reader.person ? ' (you)' : '';
  return html`<tr>
    <td><a href="/requests/${one.id}">${what}</a> ${at}</td>
    <td>${visible(one.requesterName)}${mine}</td>
    <td>${amount(one)}</td>
    <td>${instant(one.askedAt)}</td>
    <td>${instant(one.waitsUntil)}</td>
  </tr>`;
}
