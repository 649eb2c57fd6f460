export { html, type Html } from './html.ts';
export { CLOSED_POLICY, formPolicy, OWN_FORMS_POLICY, page, PAGE_HEADERS, type Page } from './page.ts';
