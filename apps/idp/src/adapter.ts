import type { Adapter } from 'oidc-provider';
import type { Entries, Payload } from './store/entries.ts';

/** Where the library keeps each kind of thing: our entries, and clients by the address of their document besides. */
export function adapterOf(
  entries: Entries,
  clientDocument: (clientId: string) => Promise<Payload | undefined>,
): (model: string) => Adapter {
  return (model) => ({
    upsert: async (id, payload, expiresIn) => {
      entries.put(model, id, payload, expiresIn);
    },
    find: async (id) => {
      const known = entries.find(model, id) ?? (model === 'Client' ? await clientDocument(id) : undefined);
      return known;
    },
    findByUid: async (uid) => entries.findByUid(model, uid),
    // Codes of the device grant, which is not offered.
    findByUserCode: async () => undefined,
    consume: async (id) => {
      entries.consume(model, id);
    },
    destroy: async (id) => {
      entries.remove(model, id);
    },
    revokeByGrantId: async (grantId) => {
      entries.removeGrant(model, grantId);
    },
  });
}
