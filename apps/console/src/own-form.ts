import express, { type Request } from 'express';

/** A reason of 500 characters, each of four bytes and each byte written as three characters, and the rest of the form. */
const formBytesMax = 8 * 1_024;

export const FORM = express.urlencoded({ extended: false, limit: formBytesMax, parameterLimit: 6 });

/** Whether a form was sent from a page of ours, as the browser says; one that says nothing of where it comes from is no browser's. */
export function isOwnForm(origin: string, { headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  return headers.origin === origin && (site === undefined || site === 'same-origin');
}

/** One field of a form; empty where it is missing or there twice. */
export function field(request: Request, name: string): string {
  const value = (request.body as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
