import type { ServerName } from '@supercargo/kernel';
import { BY_ANOTHER, BY_CONSENT, BY_TWO_OTHERS, type Asked, type Plot } from '../plot.ts';

/** A tool whose effect is in its server's own tables: what is asked of rows of the story's own, and what must then be there once. */
export interface LocalWrite extends Pick<Plot, 'name' | 'arrange' | 'bears' | 'customer'> {
  readonly tool: string;
  readonly input: Asked['input'];
  /** None unless said. */
  readonly amountMinor?: Asked['amountMinor'];
  readonly units?: number;
  /** Two others approve, and nobody consents; otherwise it is told by the requester's consent, and by another person's approval. */
  readonly approvers?: 2;
  readonly made: string;
  /** Rows that any execution of the company made. */
  readonly all: string;
}

const NOTHING = (): number => 0;

/** The plots of a server's local writes, each in a company that has this in stock. */
export function localWrites(server: ServerName, stock: Plot['stock'], writes: readonly LocalWrite[]): readonly Plot[] {
  return writes.flatMap(({ name, arrange, bears, customer, amountMinor = NOTHING, ...told }) => {
    const asking = customer === undefined ? {} : ({ customer, over: 'http' } as const);
    const bearing = bears === undefined ? {} : { bears };
    const plot = { server, stock, arrange, loop: 'sweep.due', ...asking, ...bearing } as const;
    const asked = { ...told, kind: 'request', amountMinor } as const;
    if (told.approvers === 2) return [{ ...plot, name, scenarios: BY_TWO_OTHERS, told: { ...asked, tier: 'person' } }];
    return [
      { ...plot, name, scenarios: BY_CONSENT, told: { ...asked, tier: 'consent' } },
      { ...plot, name: `${name}-approved`, scenarios: BY_ANOTHER, told: { ...asked, tier: 'person' } },
    ];
  });
}

/** A story's own id, for what is named by a UUID; and the same in SQL. */
export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const ID = `('00000000-0000-4000-8000-' || lpad($1::int::text, 12, '0'))::uuid`;
