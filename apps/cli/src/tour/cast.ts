import { randomUUID } from 'node:crypto';
import { homeOf, readEnrolled, type Home } from '@supercargo/cluster';
import type { TenantId } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import { withDoor } from '../doors.ts';
import { Refused } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { readTourItem, type TourItem } from '../store/tour-item.ts';
import { readTourPeople, type TourPeople } from '../store/tour-people.ts';
import { parseAs } from '../who.ts';

/** Who and what a tour is played with. */
export interface Cast extends TourItem {
  readonly home: Home;
  readonly tenant: TenantId;
  readonly requester: string;
  readonly approver: string;
  /** Another manager where there is one, so that finance stays free to decide about what follows. */
  readonly colleague: string;
  /** Two of finance who had no part in anything before; fewer where the company has not so many. */
  readonly finance: readonly string[];
  /** Whether a script plays the approvers. */
  readonly yes: boolean;
  readonly scripted: boolean;
  /** Whether the person at the terminal chose the item. */
  readonly chosen: boolean;
  /** Somebody of the warehouse as whom this machine may ask too; undefined where there is nobody. */
  readonly clerk: string | undefined;
  /** Somebody of finance as whom this machine may ask too. */
  readonly treasurer: string | undefined;
  /** Makes the requests of this run its own, so that a tour can be played again at once. */
  readonly run: string;
}

type Roles = Pick<Cast, 'approver' | 'colleague' | 'finance' | 'clerk' | 'treasurer'>;

/** Who plays whom; undefined where nobody else may approve. */
export function rolesOf(
  { managers, finance, clerks }: TourPeople,
  requester: string,
  mayAsk: (person: string) => boolean,
): Roles | undefined {
  const others = (people: readonly string[]): readonly string[] => people.filter((person) => person !== requester);
  const [approver = others(managers)[0]] = others(finance);
  if (approver === undefined) return undefined;
  const colleague = others(managers)[0] ?? approver;
  return {
    ...{
      approver,
      colleague,
      finance: others(finance)
        .filter((person) => person !== colleague)
        .slice(0, 2),
    },
    clerk: others(clerks).find(mayAsk),
    treasurer: others(finance).find(mayAsk),
  };
}

/** Chooses an item and other people; refuses a tour that cannot be played, before anything is asked for. */
export async function castOf(outside: Outside, options: { as: string; sku?: string; yes: boolean }): Promise<Cast> {
  const home = homeOf(outside.env);
  const { person: requester, tenant = 'tour' as TenantId } = parseAs(options.as);
  const enrolled = await readEnrolled(home);
  const mayAsk = (person: string): boolean => enrolled.includes(`${person}@${tenant}`);
  if (!mayAsk(requester)) {
    throw new Refused(
      `${requester}@${tenant} is not enrolled on this machine; npx supercargo status says who is, npm start enrolls the demo’s people`,
    );
  }
  const company = await withDoor(outside, 'supercargo_terminal', (door) =>
    door.read(tenant, async (tx) => ({ tenant: await readTenant(tx), people: await readTourPeople(tx) })),
  );
  if (company.tenant === undefined) throw new Refused(`there is no company ${tenant} here; run npm start`);
  const { scripted } = company.tenant;
  if (options.yes && !scripted) {
    throw new Refused(
      `--yes is refused: the people of ${tenant} decide for themselves. Play it without --yes, or as mara@tour`,
    );
  }
  const roles = rolesOf(company.people, requester, mayAsk);
  if (roles === undefined) throw new Refused(`nobody else in ${tenant} may approve`);
  const item = await withDoor(outside, 'supercargo_importer', (door) =>
    door.read(tenant, (tx) => readTourItem(tx, options.sku ?? null)),
  );
  if (item === undefined) {
    throw new Refused(
      `${tenant} has no ${options.sku === undefined ? 'item' : `item ${options.sku}`} with a price, a supplier and a lead time to play it with`,
    );
  }
  const run = randomUUID().slice(0, 8);
  return {
    ...{ home, tenant, requester, yes: options.yes, scripted, run, ...roles, ...item },
    chosen: options.sku !== undefined,
  };
}

/** Who approves what a server says it needs: as many others as that, of finance first. */
export function othersFor(
  { approver, colleague, finance }: Pick<Cast, 'approver' | 'colleague' | 'finance'>,
  next: string,
): readonly string[] {
  const count = Number(/needs (\d+) other people/.exec(next)?.[1] ?? 1);
  return [...new Set([approver, ...finance, colleague])].slice(0, count);
}
