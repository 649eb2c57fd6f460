import type { Response } from 'express';
import { OWN_FORMS_POLICY } from '@supercargo/pages';
import { noticePage } from './pages/console-page.ts';

/** Sends a page without a form of ours. */
export function sendNotice(
  response: Response,
  status: number,
  title: string,
  sentences: readonly string[],
  next?: { readonly to: string; readonly text: string },
): void {
  response
    .status(status)
    .type('html')
    .send(noticePage(title, sentences, next));
}

/** Sends a page with forms of ours. */
export function sendOwn(response: Response, status: number, text: string): void {
  response.status(status).set('content-security-policy', OWN_FORMS_POLICY).type('html').send(text);
}

/** For what is not there and for what is another's alike: neither says which. */
export function sendNotThere(response: Response): void {
  sendNotice(response, 404, 'Not here', ['There is no such page, or nothing in it that you may see.'], {
    to: '/requests',
    text: 'What waits',
  });
}
