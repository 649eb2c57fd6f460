import * as z from 'zod';
import type { Answer } from './client.ts';

const Result = z.object({
  isError: z.boolean().default(false),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  content: z.array(z.object({ text: z.string().default('') })).default([]),
});

const Contents = z.object({ contents: z.array(z.object({ text: z.string().default('') })) });

/** A tool's result, whichever client has parsed it. Throws where it is none. */
export function answerOf(received: unknown): Answer {
  const { isError, structuredContent, content } = Result.parse(received);
  return { isError, structured: structuredContent, text: content.map(({ text }) => text).join('\n') };
}

/** The text of a resource. */
export function contentsOf(received: unknown): string {
  return Contents.parse(received)
    .contents.map(({ text }) => text)
    .join('\n');
}
