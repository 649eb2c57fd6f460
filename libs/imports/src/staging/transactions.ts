import { refuse, type Result, type TenantId } from '@supercargo/kernel';
import type { TenantDoor, TenantTx } from '@supercargo/tenancy';
import type { ImportRefusal } from '../file/refusal.ts';
import { lockImports } from './store/runs.ts';

/** Runs work in a transaction of the tenant: one of its own, or in a dry run the one that will be rolled back. */
export type InTransaction = <T>(work: (tx: TenantTx) => Promise<T>) => Promise<T>;

/** Thrown to roll back what a dry run did; carries what it found. */
class RolledBack<T> extends Error {
  override readonly name = 'RolledBack';
  readonly found: T;

  constructor(found: T) {
    super('a dry run keeps nothing');
    this.found = found;
  }
}

/**
 * Runs an import while no other runs into the tenant. The lock is that of an open transaction: it ends with the process, however that ends.
 * A dry run does everything in that transaction and rolls it back.
 */
export async function aloneInTenant<T>(
  door: TenantDoor,
  tenant: TenantId,
  { file, dryRun }: { readonly file: string; readonly dryRun: boolean },
  work: (inTransaction: InTransaction) => Promise<Result<T, ImportRefusal>>,
): Promise<Result<T, ImportRefusal>> {
  const busy = refuse<ImportRefusal>({ code: 'busy', file });
  if (!dryRun) {
    return door.write(tenant, async (tx) =>
      (await lockImports(tx)) ? work((inside) => door.write(tenant, inside)) : busy,
    );
  }
  try {
    return await door.write(tenant, async (tx): Promise<never> => {
      throw new RolledBack((await lockImports(tx)) ? await work((inside) => inside(tx)) : busy);
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.found as Result<T, ImportRefusal>;
    throw error;
  }
}
