/** A command line that cannot be followed: exit code 2. The message says what is accepted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something that was refused or could not be done: exit code 1. The message says what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
