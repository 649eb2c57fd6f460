import { loadMigrationFiles } from 'postgres-migrations';
import { DatabaseError } from 'pg';
import { ClusterError } from './fault.ts';

/** A statement that PostgreSQL refused, as it was sent. */
export type FailedStatement = { readonly text: string; readonly error: unknown };

/** SQLSTATE classes whose messages speak of the schema and of the file's own words, never of a row's values. */
const speakableClasses = ['0A', '2B', '3D', '3F', '42', '55'];

/** The fault of a versioned migration. Whatever did not come from PostgreSQL speaks of file names and checksums only. */
export async function migrationFault(
  error: unknown,
  failed: FailedStatement | undefined,
  folder: string,
): Promise<ClusterError> {
  if (error instanceof ClusterError) return error;
  if (failed === undefined) {
    return new ClusterError('migration', error instanceof Error ? error.message : 'The migrations could not be read.');
  }
  const files = await loadMigrationFiles(folder).catch(() => []);
  const file = files.find(({ sql }) => sql === failed.text)?.fileName ?? folder;
  return statementFault(file, failed);
}

/** Names the file, the line where PostgreSQL gives it, and the reason as far as it cannot carry values. */
export function statementFault(file: string, { text, error }: FailedStatement): ClusterError {
  if (!(error instanceof DatabaseError)) {
    return new ClusterError('migration', `${file}: the connection to the database was lost; it is safe to try again.`);
  }
  const place = [file, ...lineOf(text, error)].join(', ');
  const state = error.code ?? 'no SQLSTATE';
  const speakable = speakableClasses.includes(state.slice(0, 2));
  const reason = speakable ? error.message : 'the message may carry data, see the log of the database';
  return new ClusterError('migration', `${place}: ${reason} (SQLSTATE ${state}). Nothing of this file was applied.`);
}

function lineOf(text: string, error: DatabaseError): readonly string[] {
  const position = Number(error.position);
  if (Number.isSafeInteger(position) && position > 0) {
    // PostgreSQL counts characters, and JavaScript counts UTF-16 units: only beyond the basic plane do they differ.
    const before = Array.from(text).slice(0, position - 1);
    return [`line ${String(before.filter((character) => character === '\n').length + 1)}`];
  }
  const inBlock = /inline_code_block line (\d{1,6})/.exec(error.where ?? '')?.[1];
  return inBlock === undefined ? [] : [`line ${inBlock} of a DO block`];
}
