import { page, type Html } from '@supercargo/pages';

/** A page of this program, which says under each what it is. */
export function ownPage(title: string, body: Html): string {
  const footer = 'The authorization server for development. Its people and passwords are of this machine only.';
  return page({ title, body, footer });
}
