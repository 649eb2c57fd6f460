import { homeOf } from '@supercargo/cluster';
import type { TenantId } from '@supercargo/kernel';
import { readTenant } from '@supercargo/policy';
import type { TenantDoor } from '@supercargo/tenancy';
import { Refused, UsageError } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { scriptedSecret } from '../up/companies.ts';

/** Who is to prove themselves, where, and what for. */
export interface Proof {
  readonly tenant: TenantId;
  readonly person: string;
  /** What the secret is typed for, such as `approve`. */
  readonly deed: string;
  /** Whether a script may play the person, which only tenants marked for it allow. */
  readonly yes: boolean;
}

/**
 * A person's own secret: typed at a terminal, where nothing shows it. Never from an argument, a file or a variable; only in a tenant
 * whose people a script may play does `--yes` take the one that was made for scripts. Undefined when the person stopped.
 */
export async function secretOf(outside: Outside, door: TenantDoor, proof: Proof): Promise<string | undefined> {
  if (proof.yes) return scripted(outside, door, proof);
  if (!outside.isTerminal) {
    throw new UsageError(
      `${proof.person} types a secret to ${proof.deed}, and standard input is not a terminal: run this in one. ` +
        'A secret is never taken from a pipe, a file, a flag or a variable.',
    );
  }
  const secret = await outside.askSecret(`Type the secret of ${proof.person} to ${proof.deed}; empty to stop:`);
  return secret === '' ? undefined : secret;
}

async function scripted(outside: Outside, door: TenantDoor, { tenant, person }: Proof): Promise<string> {
  const company = await door.read(tenant, readTenant);
  if (company === undefined) throw new Refused(`there is no tenant ${tenant} here`);
  if (!company.scripted) {
    throw new Refused(
      `--yes is refused: the people of ${tenant} decide for themselves. It works in tenants made for scripts, such as tour`,
    );
  }
  const secret = await scriptedSecret(homeOf(outside.env), tenant, person);
  if (secret === undefined) throw new Refused(`this installation has no secret of ${person}@${tenant} for scripts`);
  return secret;
}
