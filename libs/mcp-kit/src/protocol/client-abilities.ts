import type { ClientCapabilities, ServerContext } from '@modelcontextprotocol/server';
import { CLIENT_CAPABILITIES_META_KEY } from '@modelcontextprotocol/server';

/** Whether this client declared that it can show a form: `{}` meant forms in 2025-06-18, `{ form: {} }` says so since. */
export function canShowForms(capabilities: ClientCapabilities | undefined): boolean {
  const elicitation = capabilities?.elicitation;
  if (elicitation === undefined) return false;
  return 'form' in elicitation || !('url' in elicitation);
}

/** On 2026-07-28 every request declares what its client can do; before it, the handshake did. */
export function isModern(context: ServerContext): boolean {
  return context.mcpReq.envelope !== undefined;
}

export function declaredBy(
  context: ServerContext,
  handshake: ClientCapabilities | undefined,
): ClientCapabilities | undefined {
  if (!isModern(context)) return handshake;
  const envelope: Readonly<Record<string, unknown>> = { ...context.mcpReq.envelope };
  // The SDK has validated the envelope's shape before any handler runs.
  return envelope[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
}
