/** One red pixel, and a tenth of a millisecond of silence. */
export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
export const WAV = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQIAAACAgA==';

export const IMAGE = { type: 'image', data: PNG, mimeType: 'image/png' } as const;

export const text = (words: string): { readonly type: 'text'; readonly text: string } => ({
  type: 'text',
  text: words,
});

export const embedded = (
  uri: string,
  words: string,
  mimeType = 'text/plain',
): {
  readonly type: 'resource';
  readonly resource: { readonly uri: string; readonly mimeType: string; readonly text: string };
} => ({
  type: 'resource',
  resource: { uri, mimeType, text: words },
});
