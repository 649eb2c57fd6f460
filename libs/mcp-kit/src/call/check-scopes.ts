import { scopesOf } from '../server-definition.ts';
import { foundIn, type Call } from './call.ts';
import type { CallRefusal } from './refusal.ts';

/** Step 2. What the caller's roles grant on this server, and over HTTP the token too; the refusal names every scope that is missing. */
export function checkScopes(call: Call): CallRefusal | undefined {
  const { principal, runtime } = call;
  const { scopes } = foundIn(call, 'target');
  const refused = { step: 'scopes', code: 'insufficient_scope', scopes } as const;
  const granted = scopesOf(runtime.definition, foundIn(call, 'standing').roles);
  const missing = scopes.filter((scope) => !granted.has(scope));
  if (missing.length > 0) {
    const accepted = granted.size === 0 ? 'nothing on this server' : `your role grants ${[...granted].join(', ')}`;
    return { ...refused, reason: `your role does not grant ${missing.join(' and ')}`, accepted };
  }
  const ungiven = principal.via === 'local' ? [] : scopes.filter((scope) => !principal.scopes.has(scope));
  if (ungiven.length === 0) return undefined;
  const accepted = `a token that was given for ${scopes.join(' and ')}`;
  return { ...refused, reason: `the token was not given for ${ungiven.join(' and ')}`, accepted };
}
