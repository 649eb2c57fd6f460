import { randomUUID } from 'node:crypto';
import { homeOf, readEnrolled, type Home } from '@supercargo/cluster';
import type { TenantId } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import { withDoor } from '../doors.ts';
import { Refused } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { readTourApprover, readTourClerks, readTourItem, type TourItem } from '../store/tour-item.ts';
import { parseAs } from '../who.ts';

/** Who and what a tour is played with. */
export interface Cast extends TourItem {
  readonly home: Home;
  readonly tenant: TenantId;
  readonly requester: string;
  readonly approver: string;
  /** Whether a script plays the approver. */
  readonly yes: boolean;
  readonly scripted: boolean;
  /** Whether the person at the terminal chose the item. */
  readonly chosen: boolean;
  /** Somebody of the warehouse as whom this machine may ask too; undefined where there is nobody. */
  readonly clerk: string | undefined;
  /** Makes the requests of this run its own, so that a tour can be played again at once. */
  readonly run: string;
}

/** Chooses an item and another person; refuses a tour that cannot be played, before anything is asked for. */
export async function castOf(outside: Outside, options: { as: string; sku?: string; yes: boolean }): Promise<Cast> {
  const home = homeOf(outside.env);
  const { person: requester, tenant = 'tour' as TenantId } = parseAs(options.as);
  const enrolled = await readEnrolled(home);
  if (!enrolled.includes(`${requester}@${tenant}`)) {
    throw new Refused(
      `${requester}@${tenant} is not enrolled on this machine; npx supercargo status says who is, npm start enrolls the demo’s people`,
    );
  }
  const company = await withDoor(outside, 'supercargo_terminal', async (door) => ({
    tenant: await door.read(tenant, readTenant),
    approver: await door.read(tenant, (tx) => readTourApprover(tx, requester)),
    clerks: await door.read(tenant, readTourClerks),
  }));
  if (company.tenant === undefined) throw new Refused(`there is no company ${tenant} here; run npm start`);
  const { scripted } = company.tenant;
  if (options.yes && !scripted) {
    throw new Refused(
      `--yes is refused: the people of ${tenant} decide for themselves. Play it without --yes, or as mara@tour`,
    );
  }
  if (company.approver === undefined) throw new Refused(`nobody else in ${tenant} may approve`);
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
    ...{ home, tenant, requester, approver: company.approver, yes: options.yes, scripted, run, ...item },
    chosen: options.sku !== undefined,
    clerk: company.clerks.find((person) => person !== requester && enrolled.includes(`${person}@${tenant}`)),
  };
}
