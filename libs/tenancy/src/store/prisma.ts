import { AsyncLocalStorage } from 'node:async_hooks';
import type { TenantId } from '@supercargo/kernel';
// The generated client lies in the folder of @supercargo/prisma and is no part of it: the graph of projects leaves it out.
// nx-ignore-next-line
import type { Prisma, PrismaClient } from '../../../../prisma/generated/client.ts';
import { openDoor, type DoorConfig } from '../door.ts';
import { openPool } from '../open-pool.ts';
import { TenancyFault, type TenantTx } from '../tx.ts';
import { boundPool, type Binding } from './prisma-pool.ts';
import { tenantTransaction, type Connection } from './tenant-transaction.ts';

/** The models of one tenant, in one transaction. Raw SQL, transactions and events are not offered: SQL goes through the `TenantTx`. */
export type TenantPrisma = Omit<Prisma.TransactionClient, `$${string}`>;

type Work<T> = (prisma: TenantPrisma, tx: TenantTx) => Promise<T>;

/** A door for list, console and import queries: Prisma's models and SQL in the same transaction of the same tenant. */
export interface PrismaDoor {
  /** Runs in a READ ONLY transaction of the tenant. */
  read<T>(tenant: TenantId, work: Work<T>): Promise<T>;
  /** Runs in a READ COMMITTED transaction of the tenant, committed when `work` resolves and rolled back when it rejects. */
  write<T>(tenant: TenantId, work: Work<T>): Promise<T>;
  close(): Promise<void>;
}

/** Prisma ends what takes longer. Not below any login's transaction_timeout, which ends it first and says why. */
const TRANSACTION_MS_MAX = 600_000;

interface Loaded {
  readonly client: PrismaClient;
  readonly binding: Binding;
}

/**
 * Opens the door. Prisma is loaded at its first use, because a server that never lists should not pay for it (some 90 MB), and one
 * client serves all transactions, because making one takes longer than most queries. The role is checked at the first use as
 * `TenantDoor.check` does.
 */
export function openPrismaDoor(config: DoorConfig): PrismaDoor {
  const { pool, close } = openPool(config);
  let loading: Promise<Loaded> | undefined;
  const load = async (): Promise<Loaded> => {
    await checkRole(config);
    const [{ PrismaClient: Client }, { PrismaPg }] = await Promise.all([
      // nx-ignore-next-line
      import('../../../../prisma/generated/client.ts'),
      import('@prisma/adapter-pg'),
    ]);
    const binding = new AsyncLocalStorage<Connection>();
    return { client: new Client({ adapter: new PrismaPg(boundPool(pool, binding)) }), binding };
  };

  const inTenant = async <T>(mode: TenantTx['mode'], tenant: TenantId, work: Work<T>): Promise<T> => {
    loading ??= load();
    const { client, binding } = await loading;
    return tenantTransaction(pool, { tenant, mode, namedStatements: config.namedStatements }, (tx, connection) =>
      binding.run(connection, () =>
        client.$transaction((prisma) => work(modelsOf(prisma), tx), {
          maxWait: TRANSACTION_MS_MAX,
          timeout: TRANSACTION_MS_MAX,
        }),
      ),
    );
  };

  return {
    read: (tenant, work) => inTenant('read', tenant, work),
    write: (tenant, work) => inTenant('write', tenant, work),
    close: async () => {
      const loaded = await loading?.catch(() => undefined);
      await loaded?.client.$disconnect();
      await close();
    },
  };
}

async function checkRole(config: DoorConfig): Promise<void> {
  const door = openDoor({ ...config, connectionsMax: 1 });
  try {
    await door.check();
  } finally {
    await door.close();
  }
}

/** Hides what begins with a dollar or an underscore, on the client and on its models, whose `$parent` is the client again. */
function modelsOf(prisma: Prisma.TransactionClient): TenantPrisma {
  return new Proxy(prisma, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, refuseHidden(property));
      return typeof value === 'object' && value !== null ? onlyOperations(value) : value;
    },
  });
}

function onlyOperations(model: object): object {
  return new Proxy(model, { get: (target, property) => Reflect.get(target, refuseHidden(property)) as unknown });
}

function refuseHidden(property: string | symbol): string | symbol {
  if (typeof property === 'string' && (/^[$_]/.test(property) || property === 'constructor')) {
    throw new TenancyFault(`Prisma: ${property} is not offered here; SQL goes through the TenantTx`);
  }
  return property;
}
