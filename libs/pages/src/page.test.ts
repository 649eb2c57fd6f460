import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CLOSED_POLICY, formPolicy, html, OWN_FORMS_POLICY, page, PAGE_HEADERS } from './index.ts';

const HOSTILE = `<script>alert(1)</script>"' onload='&`;

test('a value is text, in an element and in a quoted attribute', () => {
  const { markup } = html`<a title="${HOSTILE}">${HOSTILE}</a>`;
  expect(markup).toBe(
    '<a title="&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=&#39;&amp;">' +
      '&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=&#39;&amp;</a>',
  );
});

test('markup of ours inside markup of ours is not escaped a second time', () => {
  const items = ['a&b', 'c'].map((one) => html`<li>${one}</li>`);
  expect(
    html`<ul>
      ${items}
    </ul>`.markup,
  ).toContain('<li>a&amp;b</li><li>c</li>');
});

test('a title and a footer are text as well', () => {
  const text = page({ title: HOSTILE, body: html`<p>x</p>`, footer: HOSTILE });
  expect(text).not.toContain('<script');
  expect(text.match(/&lt;script&gt;/g)).toHaveLength(3);
});

test('the one style that a page has is the one that its policy allows, and nothing else is', () => {
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page({ title: 't', body: html``, footer: 'f' })) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(CLOSED_POLICY).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'`,
  );
  expect(PAGE_HEADERS['content-security-policy']).toBe(CLOSED_POLICY);
});

test.each([
  ['https://desk.example/callback?x=1', ' https://desk.example'],
  ['http://127.0.0.1:4300/callback', ' http://127.0.0.1:4300'],
  ['desk.example:/callback', ' desk.example:'],
  ['no address', ''],
])('a form that ends at %s may be sent there and to nobody else', (redirectUri, more) => {
  expect(formPolicy(redirectUri)).toBe(`${OWN_FORMS_POLICY}${more}`);
});
