import type { Repository } from './repository.ts';

/** One thing against the house rules. The message says what to do instead. */
export type Finding = Readonly<{ path: string; line?: number; message: string }>;

/** A house rule: looks at the whole repository, answers what is against it, changes nothing. */
export type Rule = Readonly<{ name: string; check: (repository: Repository) => readonly Finding[] }>;
