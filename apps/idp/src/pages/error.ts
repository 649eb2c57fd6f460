import { untrusted } from '@supercargo/kernel';
import { html } from '@supercargo/pages';
import { ownPage } from './own-page.ts';

/** What stops a sign-in that has nowhere to be sent back to: the code of the standard, and the library's sentence about it. */
export function errorPage(error: string, description = ''): string {
  return ownPage(
    'This cannot go on',
    html`<p class="problem">${untrusted('error', error, 100).text}: ${untrusted('error', description, 400).text}</p>
      <p>Nothing was signed in or allowed. Start again from the program that sent you here.</p>`,
  );
}
