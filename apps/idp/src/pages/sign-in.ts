import { sayName } from '@supercargo/kernel';
import { html } from '@supercargo/pages';
import { ownPage } from './own-page.ts';

export interface SignIn {
  readonly uid: string;
  /** Where the program lives that asks, and the server it asks for. */
  readonly host: string;
  readonly server: string | undefined;
  /** Whether what the program may do is asked after this. */
  readonly isAskedMore: boolean;
  /** What was typed before. */
  readonly name: string;
  readonly problem: string | undefined;
}

export function signInPage({ uid, host, server, isAskedMore, name, problem }: SignIn): string {
  const use = server === undefined ? html`to know who you are` : html`to use <strong>${sayName(server)}</strong>`;
  return ownPage(
    'Sign in',
    html`<p>For <strong>${host}</strong>, ${use}.${isAskedMore ? ' What it may do is asked next.' : ''}</p>
      ${problem === undefined ? '' : html`<p class="problem" role="alert">${problem}</p>`}
      <form method="post" action="/interaction/${uid}/login">
        <label
          >Name and company, such as mara@acme
          <input name="name" value="${name}" autocomplete="username" maxlength="100" required autofocus
        /></label>
        <label
          >Password <input name="password" type="password" autocomplete="current-password" maxlength="200" required
        /></label>
        <button type="submit">Sign in</button>
      </form>
      <form method="post" action="/interaction/${uid}/abort"><button type="submit">Cancel</button></form>`,
  );
}
