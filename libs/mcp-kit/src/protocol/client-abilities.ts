import type { ClientCapabilities, Server, ServerContext } from '@modelcontextprotocol/server';
import { CLIENT_CAPABILITIES_META_KEY } from '@modelcontextprotocol/server';
import type { CanShow } from '../write/question.ts';

/** On 2026-07-28 every request declares what its client can do; before it, the handshake did. */
export function isModern(context: ServerContext): boolean {
  return context.mcpReq.envelope !== undefined;
}

/** The first revision with links, and the last with handshakes. */
const LINKS_SINCE = '2025-11-25';

/** What a connection before 2026-07-28 began with. */
export type Handshake = Pick<Server, 'getClientCapabilities' | 'getNegotiatedProtocolVersion'>;

/** What the client of this request can show its person. On a revision that knows no links there are none, whatever is declared. */
export function whatItCanShow(context: ServerContext, handshake: Handshake): CanShow {
  if (!isModern(context)) {
    return declaredIn(handshake.getClientCapabilities(), handshake.getNegotiatedProtocolVersion() === LINKS_SINCE);
  }
  const envelope: Readonly<Record<string, unknown>> = { ...context.mcpReq.envelope };
  // The SDK has validated the envelope's shape before any handler runs.
  return declaredIn(envelope[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined, true);
}

/** `{}` meant forms in 2025-06-18, `{ form: {} }` and `{ url: {} }` say what there is since. */
function declaredIn(capabilities: ClientCapabilities | undefined, hasLinks: boolean): CanShow {
  const elicitation = capabilities?.elicitation;
  if (elicitation === undefined) return [];
  const forms = 'form' in elicitation || !('url' in elicitation);
  const links = hasLinks && elicitation.url !== undefined;
  return [...(forms ? (['forms'] as const) : []), ...(links ? (['links'] as const) : [])];
}
