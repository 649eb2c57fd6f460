import { scopesOf } from '../server-definition.ts';
import { foundIn, type Call } from './call.ts';
import type { CallRefusal } from './refusal.ts';

/** Step 2. Scopes that the caller's roles grant on this server; the refusal names every one that is missing. */
export function checkScopes(call: Call): CallRefusal | undefined {
  const granted = scopesOf(call.runtime.definition, foundIn(call, 'standing').roles);
  const missing = foundIn(call, 'target').scopes.filter((scope) => !granted.has(scope));
  if (missing.length === 0) return undefined;
  return {
    step: 'scopes',
    code: 'insufficient_scope',
    reason: `your role does not grant ${missing.join(' and ')}`,
    accepted: granted.size === 0 ? 'nothing on this server' : `your role grants ${[...granted].join(', ')}`,
  };
}
