/** What can be wrong with the database everything shares; `code` is stable, the message says what to do. */
export type ClusterFault =
  | 'address' // a DATABASE_… variable cannot be used
  | 'platform' // no PostgreSQL binaries for this machine
  | 'start' // PostgreSQL did not start
  | 'stop' // PostgreSQL did not stop
  | 'state' // a file of ours is not what it should be
  | 'secret' // a password cannot be used
  | 'lock' // another process holds a lock for too long
  | 'migration' // the schema could not be brought up to date
  | 'name'; // a database name we do not accept

/** A fault of the database's surroundings. The message never carries a password or a row's values. */
export class ClusterError extends Error {
  readonly code: ClusterFault;

  constructor(code: ClusterFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterError';
    this.code = code;
  }
}

/** The `code` of a system or PostgreSQL error (`ENOENT`, `42P01`), or undefined for anything else. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
