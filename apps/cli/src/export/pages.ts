import * as z from 'zod';
import { Refused } from '../fault.ts';
import type { Host, ToolAnswer } from '../host/connect-host.ts';
import type { List } from './lists.ts';

export interface Page {
  readonly rows: readonly unknown[];
  /** How many rows the list has in all, where it says so. */
  readonly total: number | undefined;
}

const Answer = z.looseObject({ next_cursor: z.string().nullable(), total: z.int().optional() });
const Refusal = z.object({ reason: z.string(), field: z.string().nullish(), accepted: z.string().nullish() });

/** The pages of a list to its end, each asked of the server as any agent of this person would ask. */
export async function* pagesOf(
  host: Host,
  list: List,
  filters: Readonly<Record<string, unknown>>,
): AsyncGenerator<Page> {
  let cursor: string | null = null;
  do {
    const input = { ...filters, limit: list.pageRowsMax, ...(cursor === null ? {} : { cursor }) };
    const answer = answered(await host.call(list.name, input), list);
    const rows = answer[list.rows];
    yield { rows: Array.isArray(rows) ? rows : [], total: answer.total };
    if (answer.next_cursor !== null && answer.next_cursor === cursor) {
      throw new Refused(`${list.name} answered the same page twice; nothing was exported`);
    }
    cursor = answer.next_cursor;
  } while (cursor !== null);
}

function answered({ isError, structured }: ToolAnswer, list: List): z.infer<typeof Answer> {
  const answer = Answer.safeParse(structured);
  if (!isError && answer.success) return answer.data;
  const refusal = Refusal.safeParse(structured);
  if (!refusal.success) throw new Refused(`${list.name} answered something else than a page`);
  const { reason, accepted } = refusal.data;
  throw new Refused(
    `${list.name} was refused: ${reason}${(accepted ?? '') === '' ? '' : `; accepted: ${accepted ?? ''}`}`,
  );
}
