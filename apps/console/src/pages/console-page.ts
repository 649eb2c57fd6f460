import { html, page, type Html } from '@supercargo/pages';
import { visible } from './words.ts';

const FOOTER = 'The Supercargo console: what waits for a person, and their decision. Nothing else is decided here.';

/** Who a page is shown to. */
export interface Reader {
  readonly name: string;
  readonly person: string;
  readonly company: string;
  readonly formToken: string;
}

/** A page for somebody who is signed in: who they are, the way out, and the body. */
export function ownPage(reader: Reader, title: string, body: Html): string {
  const { name, person, company, formToken } = reader;
  const who = html`<form class="who" method="post" action="/sign-out">
    <input type="hidden" name="csrf" value="${formToken}" />
    <span><a href="/requests">What waits</a> · ${visible(name)} (${person}) of ${visible(company)}</span>
    <button type="submit">Sign out</button>
  </form>`;
  return page({ title, body: html`${who} ${body}`, footer: FOOTER, wide: true });
}

/** A page that says one thing, to anybody, and where to go on. */
export function noticePage(title: string, sentences: readonly string[], next?: { to: string; text: string }): string {
  const link = next === undefined ? '' : html`<p><a href="${next.to}">${next.text}</a></p>`;
  return page({ title, body: html`${sentences.map((one) => html`<p>${one}</p>`)} ${link}`, footer: FOOTER });
}
