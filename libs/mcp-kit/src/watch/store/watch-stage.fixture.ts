import { setTimeout as sleep } from 'node:timers/promises';
import { ok, refuse } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { ECHO } from '../../echo-trade.fixture.ts';
import type { ResourceTemplate } from '../../server-definition.ts';

export const COMPANY = 'echo://company';
export const PERSON = 'echo://person/mo';

/** What a tenant's people are called: rows that a test changes from another connection. */
const resources: readonly ResourceTemplate[] = [
  {
    ...{ name: 'company', title: 'Company', description: 'Its name.', uriTemplate: COMPANY },
    ...{ scopes: ['inventory:read'], watchable: true },
    read: async (variable, { tx, clock }) => {
      const [row] = await tx.query<{ name: string }>({ name: 'company', text: 'select name from people.tenant' }, []);
      return ok({ name: row?.name ?? null, variable, as_of: clock().toISOString() });
    },
  },
  {
    ...{ name: 'person', title: 'Person', description: 'Their name.', uriTemplate: 'echo://person/{id}' },
    ...{ scopes: ['inventory:read'], watchable: true },
    read: async (id, { tx }) => {
      const text = 'select name from people.person where id = $1';
      const [row] = await tx.query<{ name: string }>({ name: 'person', text }, [id]);
      return row === undefined ? refuse({ code: 'unknown_person', reason: 'there is nobody' }) : ok({ name: row.name });
    },
  },
  {
    ...{
      name: 'still',
      title: 'Still',
      description: 'Read only.',
      uriTemplate: 'echo://still',
      scopes: ['inventory:read'],
    },
    read: async () => ok({}),
  },
];

/** A server whose resources a test changes behind its back. */
export const WATCHED = { ...ECHO, definition: { ...ECHO.definition, resources } };

interface Behind {
  admin(text: string, parameters?: readonly unknown[]): Promise<unknown>;
}

/** The hand that changes, and the eye on what the server reads meanwhile. */
export interface Watched {
  /** Resolves once what is watched has been looked at a few times: what was to be told has been. */
  readonly looks: () => Promise<void>;
  /** For five times as long as a look takes to come, none comes. */
  readonly noLook: () => Promise<void>;
  /** Calls a company something that it was never called before. */
  readonly rename: (tenant?: string) => Promise<unknown>;
  /** As every test finds it: nobody stopped, nobody without a role. */
  readonly mend: () => Promise<void>;
}

const LOOK_MS = 20;

export function watched(database: Behind, door: TenantDoor): Watched {
  let reads = 0;
  let turn = 0;
  const read = door.read.bind(door);
  const counted: TenantDoor['read'] = (...args) => {
    reads += 1;
    return read(...args);
  };
  Object.assign(door, { read: counted });
  return {
    looks: async () => {
      const before = reads;
      for (let waited = 0; reads - before < 5; waited += LOOK_MS) {
        if (waited > 10_000) throw new Error('nothing is looked at');
        await sleep(LOOK_MS);
      }
    },
    noLook: async () => {
      const before = reads;
      await sleep(5 * LOOK_MS);
      if (reads > before) throw new Error(`looked at ${(reads - before).toString()} times`);
    },
    rename: (tenant = 'acme') => {
      const name = `name ${(turn += 1).toString()}`;
      return database.admin('update people.tenant set name = $2 where tenant_id = $1', [tenant, name]);
    },
    mend: async () => {
      await database.admin("update people.person set name = 'Mo' where tenant_id = 'acme' and id = 'mo'");
      await database.admin(
        "update people.person set roles = '{supply_chain_manager}' where tenant_id = 'acme' and id = 'mara'",
      );
      await database.admin('delete from policy.kill_switch');
    },
  };
}

/** Resolves once the client was told of these, in this order, and of no other. Throws after five seconds. */
export async function told(client: { readonly changed: readonly string[] }, ...uris: readonly string[]): Promise<void> {
  for (let waited = 0; client.changed.join(' ') !== uris.join(' '); waited += LOOK_MS) {
    if (waited > 5_000) throw new Error(`told of ${client.changed.join(' ') || 'nothing'}, not of ${uris.join(' ')}`);
    await sleep(LOOK_MS);
  }
}
