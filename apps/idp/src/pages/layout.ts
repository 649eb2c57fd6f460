import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
label { display: block; margin: 1rem 0; }
input { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; }
button { font: inherit; padding: .5rem 1.2rem; margin: .5rem .5rem 0 0; }
strong, code { overflow-wrap: anywhere; }
.said { font-style: italic; }
.problem { border-left: .3rem solid #b3261e; padding-left: .8rem; }
footer { margin-top: 3rem; font-size: .85rem; opacity: .75; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`;

/** Whole, because its hash is of what stands between the tags, white space included. */
const STYLE_ELEMENT: Html = { markup: `<style>${STYLE}</style>` };

/** For pages without a form. */
export const CLOSED_POLICY = `${POLICY}; form-action 'none'`;

/** For a page whose form ends, through redirects that browsers hold to this policy as well, at the client's redirect address. */
export function formPolicy(redirectUri: string): string {
  const url = URL.parse(redirectUri);
  if (url === null) return `${POLICY}; form-action 'self'`;
  return `${POLICY}; form-action 'self' ${url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : url.protocol}`;
}

/** Markup of ours, with everything else escaped: `html` makes it, and nothing else does. */
export interface Html {
  readonly markup: string;
}

type Part = string | Html | readonly Html[];

/** Joins markup of ours with values, which are escaped for text and for quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.map((text, at) => text + markupOf(parts[at] ?? '')).join('');
  return { markup };
}

function markupOf(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A whole page. No script, nothing from elsewhere. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Supercargo</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>The authorization server for development. Its people and passwords are of this machine only.</footer>
      </body>
    </html> `.markup;
}
