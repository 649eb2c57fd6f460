import { sayName, untrusted } from '@supercargo/kernel';
import { html, type Html } from '@supercargo/pages';
import { ownPage } from './own-page.ts';
import { inWords } from './scope-words.ts';

export interface Consent {
  readonly uid: string;
  readonly host: string;
  /** What the client calls itself: nobody checked that. */
  readonly clientName: string | undefined;
  readonly redirectUri: string;
  readonly person: { readonly name: string; readonly account: string };
  readonly server: string | undefined;
  readonly scopes: readonly string[];
}

export function consentPage({ uid, host, clientName, redirectUri, person, server, scopes }: Consent): string {
  const at = server === undefined ? '' : html` at <strong>${sayName(server)}</strong>`;
  const items: readonly Html[] = scopes.map((scope) => html`<li>${inWords(scope)} <code>${scope}</code></li> `);
  return ownPage(
    'Allow this program?',
    html`<p>
        <strong>${host}</strong> asks to act for <strong>${sayName(person.name)}</strong> (${person.account})${at}.
      </p>
      ${clientName === undefined ? '' : html`<p>It calls itself <span class="said">“${untrusted('client', clientName, 100).text}”</span>. Nobody has checked that.</p>`}
      <p>It could then:</p>
      <ul>
        ${items}
      </ul>
      <p>No more than your own roles allow, and nothing is approved by it: what needs a person still waits for one.</p>
      <p>The answer goes to <code>${untrusted('client', redirectUri, 300).text}</code>.</p>
      <form method="post" action="/interaction/${uid}/consent">
        <button type="submit" name="decision" value="allow">Allow</button>
        <button type="submit" name="decision" value="refuse">Refuse</button>
      </form>`,
  );
}
