import { randomBytes } from 'node:crypto';
import { loginConfig } from '@supercargo/cluster';
import { TenantId } from '@supercargo/kernel';
import {
  foundTenant,
  SPENDING_DIMENSIONS,
  SPENDING_SPANS,
  type Founding,
  type FoundingPerson,
} from '@supercargo/policy';
import { openDoor, type TenantTx } from '@supercargo/tenancy';
import type pg from 'pg';
import type { Plot } from './plots/plot.ts';
import { openRail, type Rail } from './rail.ts';
import { openSignIn, type SignIn } from './sign-in.ts';
import type { World } from './world.ts';

/** Who asks: somebody of the staff, or a person of the plot's customer. */
export const askerOf = ({ customer }: Plot): FoundingPerson =>
  customer === undefined
    ? { id: 'mara', name: 'Mara Lindqvist', roles: ['supply_chain_manager', 'warehouse_clerk', 'finance'] }
    : { id: 'carla', name: 'Carla Bianchi', roles: ['customer'] };

/** Stories that one kill serves at most: a server has eight connections, and one stays free. */
export const AT_ONCE_MAX = 7;
/** One or two approve each. */
const APPROVERS = 2 * AT_ONCE_MAX;

/** Who approves, one or two for each story that is played beside others: a person's secret is locked while it is checked. */
export const approversOf = (count: number): readonly { readonly id: string; readonly secret: string }[] =>
  Array.from({ length: count }, (_, at) => ({ id: `felix${at}`, secret: `secret of felix ${at}` }));

const everything = 1_000_000_000_00;

/** A company of its own for one plot, in a world. */
export type Company = {
  readonly tenant: TenantId;
  readonly plot: Plot;
  readonly world: World;
  /** The payment rail of the company's own, where its plot pays. */
  readonly rail: Rail | undefined;
  /** Where its people sign in, where its server is reached over HTTP. */
  readonly signIn: SignIn | undefined;
  /** One statement as the superuser, in the company's tenant. */
  readonly admin: <Row extends pg.QueryResultRow>(text: string, parameters: readonly unknown[]) => Promise<Row[]>;
};

/** Founds a company whose totals are never full and whose policy asks what the plot says; stocks it up as its importer. */
export async function foundCompany(world: World, plot: Plot): Promise<Company> {
  const tenant = TenantId.parse(`crash-${randomBytes(4).toString('hex')}`);
  const address = world.address();
  const config = loginConfig(address, 'supercargo_importer', {}, world.database);
  const door = openDoor({ ...config, namedStatements: address.namedStatements, connectionsMax: 1 });
  try {
    await door.write(tenant, async (tx) => {
      await foundTenant(tx, founding(plot));
      await stockUp(tx, plot);
    });
  } finally {
    await door.close();
  }
  const rail = plot.rail === undefined ? undefined : await openRail(world.folder, tenant, plot.rail);
  const signIn = plot.over === 'http' ? await openSignIn(world.folder, plot, askerOf(plot).id, tenant) : undefined;
  return { tenant, plot, world, rail, signIn, admin: (text, parameters) => world.admin(tenant, text, parameters) };
}

function founding(plot: Plot): Founding {
  const { server, told, bears } = plot;
  const asked = told.kind === 'request' ? [told] : [];
  const rule = { server, currency: 'EUR', over_minor: -1, need_role: null };
  return {
    name: 'The company whose programs die',
    currency: 'EUR',
    scripted: true,
    people: [
      askerOf(plot),
      ...approversOf(APPROVERS).map(({ id, secret }) => ({ id, name: `Felix ${id}`, roles: ['finance'], secret })),
    ],
    policy: {
      note: 'Totals that no run fills.',
      rules: [
        ...asked.map(({ tool, tier, approvers = 1 }) => ({ ...rule, tool, tier, quorum: approvers })),
        ...(bears === undefined ? [] : [{ ...rule, tool: bears, tier: 'person' as const, quorum: 2 }]),
      ],
      consent_limits: (['requester', 'server'] as const).flatMap((dimension) => [
        { dimension, currency: 'EUR', cap: everything },
        { dimension: `${dimension}_units` as const, currency: null, cap: everything },
      ]),
      spending_caps: SPENDING_DIMENSIONS.flatMap((dimension) =>
        SPENDING_SPANS.map((span) => ({ dimension, span, currency: 'EUR', cap: everything })),
      ),
    },
  };
}

async function stockUp(tx: TenantTx, { stock }: Plot): Promise<void> {
  for (const [at, text] of stock.entries()) await tx.query({ name: `crash_stock_${at}`, text });
}
