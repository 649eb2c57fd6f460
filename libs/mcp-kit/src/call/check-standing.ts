import { ok, refuse, type Result } from '@supercargo/kernel';
import { readStanding, type Standing } from '@supercargo/policy';
import type { TenantTx } from '@supercargo/tenancy';
import type { Principal } from '../runtime.ts';
import { scopesOf, type ServerDefinition } from '../server-definition.ts';
import type { CallRefusal } from './refusal.ts';

/** Reads, in one round trip, what steps 2 and 3 judge. Nobody and the deactivated are refused here. */
export async function findStanding(
  tx: TenantTx,
  principal: Principal,
  tool: string,
): Promise<Result<Standing, CallRefusal>> {
  const standing = await readStanding(tx, principal, tool);
  if (standing !== undefined) return ok(standing);
  return refuse({
    step: 'standing',
    code: 'inactive',
    reason: 'you are not an active person of this company; an administrator can say why',
  });
}

/** Step 2. Scopes the caller's roles grant on this server; the refusal names every one that is missing. */
export function checkScopes(
  definition: ServerDefinition,
  standing: Standing,
  needed: readonly string[],
): CallRefusal | undefined {
  const granted = scopesOf(definition, standing.roles);
  const missing = needed.filter((scope) => !granted.has(scope));
  if (missing.length === 0) return undefined;
  return {
    step: 'scopes',
    code: 'insufficient_scope',
    reason: `your role does not grant ${missing.join(' and ')}`,
    accepted: granted.size === 0 ? 'nothing on this server' : `your role grants ${[...granted].join(', ')}`,
  };
}

/** Step 3. A person, agent, client, tool or tenant that an administrator stopped. */
export function checkSwitches(standing: Standing): CallRefusal | undefined {
  if (standing.stoppedBy === null) return undefined;
  return {
    step: 'switches',
    code: 'stopped',
    reason: `an administrator stopped ${standing.stoppedBy}; ask them before trying again`,
  };
}
