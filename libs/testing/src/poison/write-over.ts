import type { TestDatabase } from '../test-database.ts';

/**
 * Statements of one text each, past the triggers that keep rows as they are: as another file, a carrier or the rail would have it, and no
 * program of ours can.
 */
export async function writeOver(
  database: TestDatabase,
  statements: readonly (readonly [statement: string, text: string])[],
): Promise<void> {
  const session = await database.adminClient();
  try {
    await session.query('begin');
    await session.query('set local session_replication_role = replica');
    for (const [statement, text] of statements) await session.query(statement, [text]);
    await session.query('commit');
  } finally {
    await session.end();
  }
}
