import { readRequest, type LedgerRequest } from '@supercargo/approval';
import { readEntriesOfRequest } from '@supercargo/audit';
import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { Refused } from '../fault.ts';
import { instant } from '../print.ts';
import { peopleNames } from '../store/people.ts';
import { storyOf, type StoryLine } from './story.ts';

const entriesMax = 500;

export interface Explanation {
  readonly request: LedgerRequest | undefined;
  readonly story: readonly StoryLine[];
}

/** Reads a request's story as the auditor. Throws a Refused where nothing is recorded about it. */
export async function explain(door: TenantDoor, tenant: TenantId, requestId: string): Promise<Explanation> {
  return door.read(tenant, async (tx) => {
    const entries = await readEntriesOfRequest(tx, requestId, entriesMax);
    if (entries.length === 0) {
      throw new Refused(`nothing is recorded about ${requestId} in ${tenant}; for another company add --tenant`);
    }
    const request = await readRequest(tx, requestId);
    return { request, story: storyOf(entries, await peopleNames(tx), request) };
  });
}

export function explanationLines({ request, story }: Explanation): readonly string[] {
  return [
    ...(request === undefined ? [] : [`Request ${request.id}, ${request.state}.`]),
    ...story.map(({ at, text }) => `${instant(at)}  ${text}`),
  ];
}
