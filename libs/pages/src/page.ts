import { createHash } from 'node:crypto';
import { html, type Html } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
body.wide { max-width: 52rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
label { display: block; margin: 1rem 0; }
input, textarea { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; }
button { font: inherit; padding: .5rem 1.2rem; margin: .5rem .5rem 0 0; }
strong, code, td, dd, li { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8886; }
dt { font-weight: 600; margin-top: .6rem; }
dd { margin: 0; }
.card { border: 1px solid #8886; border-radius: .4rem; padding: 0 1rem; }
.said { font-style: italic; }
.problem { border-left: .3rem solid #b3261e; padding-left: .8rem; }
.notice { border-left: .3rem solid #2e7d32; padding-left: .8rem; }
.who { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; font-size: .9rem; }
footer { margin-top: 3rem; font-size: .85rem; opacity: .75; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`;

/** Whole, because its hash is of what stands between the tags, white space included. */
const STYLE_ELEMENT: Html = { markup: `<style>${STYLE}</style>` };

/** For pages without a form. */
export const CLOSED_POLICY = `${POLICY}; form-action 'none'`;

/** For a page whose forms are answered, through every redirect, by whoever showed it. */
export const OWN_FORMS_POLICY = `${POLICY}; form-action 'self'`;

/** For a page whose form ends, through redirects that browsers hold to this policy as well, at the client's redirect address. */
export function formPolicy(redirectUri: string): string {
  const url = URL.parse(redirectUri);
  if (url === null) return OWN_FORMS_POLICY;
  return `${OWN_FORMS_POLICY} ${url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : url.protocol}`;
}

/** What goes with everything that such a program answers. A page with a form replaces the policy by its own. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': CLOSED_POLICY,
  // With no-referrer a browser would say `Origin: null` of our own forms.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** What stands under every page of the program that shows it. */
  readonly footer: string;
  readonly wide?: boolean;
}

/** A whole page. No script, nothing from elsewhere. */
export function page({ title, body, footer, wide = false }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Supercargo</title>
        ${STYLE_ELEMENT}
      </head>
      <body class="${wide ? 'wide' : ''}">
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>${footer}</footer>
      </body>
    </html> `.markup;
}
