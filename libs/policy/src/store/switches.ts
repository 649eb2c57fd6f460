import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

/** What can be stopped at once. */
export const SWITCH_KINDS = ['person', 'agent', 'client', 'tool', 'tenant'] as const;
export type SwitchKind = (typeof SWITCH_KINDS)[number];

/** Why a secret of one's own opens nothing. */
export const SECRET_REFUSALS = {
  wrong_secret: 'the secret is wrong; five wrong ones lock it for a quarter of an hour',
  locked: 'too many wrong secrets; try again in a quarter of an hour',
  no_secret: 'this person has no secret here',
} as const;

/** Why a switch was neither thrown nor lifted. `unchanged`: it stands so already. */
export const SWITCH_REFUSALS = {
  ...SECRET_REFUSALS,
  not_an_administrator: 'only an administrator throws or lifts a switch',
  unchanged: 'it stands so already',
} as const;
export type SwitchRefusal = keyof typeof SWITCH_REFUSALS;

/** A switch that is thrown. */
export interface KillSwitch {
  readonly kind: SwitchKind;
  readonly id: string;
  readonly reason: string;
  readonly thrownBy: string;
  readonly thrownAt: Date;
}

const SWITCH = {
  name: 'policy_switch_by_secret',
  text: 'select policy.switch_by_secret($1, $2, $3, $4, $5, $6) as answer',
} as const;

const LIST = {
  name: 'policy_switches',
  text: `select k.kind, k.id, k.reason, k.thrown_by, k.thrown_at from policy.kill_switch k
         where k.tenant_id = app.tenant() order by k.thrown_at desc limit 500`,
} as const;

/** An administrator throws or lifts a switch, with a secret of their own; undefined when it was done. A wrong secret is counted. */
export async function switchBySecret(
  tx: TenantTx,
  change: {
    readonly person: string;
    readonly secret: string;
    readonly kind: SwitchKind;
    readonly id: string;
    readonly thrown: boolean;
    readonly reason: string | null;
  },
): Promise<SwitchRefusal | undefined> {
  const [row] = await tx.query<{ answer: string }>(SWITCH, [
    change.person,
    change.secret,
    change.kind,
    change.id,
    change.thrown,
    change.reason,
  ]);
  const answer = row?.answer;
  if (answer === 'ok') return undefined;
  assert(answer !== undefined && isSwitchRefusal(answer), 'a switch is refused with a known code');
  return answer;
}

function isSwitchRefusal(code: string): code is SwitchRefusal {
  return Object.hasOwn(SWITCH_REFUSALS, code);
}

/** The switches that are thrown, newest first; at most 500. */
export async function readSwitches(tx: TenantTx): Promise<readonly KillSwitch[]> {
  const rows = await tx.query<{ kind: SwitchKind; id: string; reason: string; thrown_by: string; thrown_at: Date }>(
    LIST,
  );
  return rows.map(({ kind, id, reason, thrown_by: thrownBy, thrown_at: thrownAt }) => ({
    kind,
    id,
    reason,
    thrownBy,
    thrownAt,
  }));
}
