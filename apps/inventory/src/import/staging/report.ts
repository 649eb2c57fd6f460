/** How many rows of a table the import found: made by it, made different by it, or there already just so. */
export interface RowCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** `3 added, 1 changed, 0 already there`, or in a dry run what they would be. */
export function spokenCounts({ added, changed, unchanged }: RowCounts, dryRun: boolean): string {
  const count = (n: number): string => n.toLocaleString('en');
  const [fresh, different] = dryRun ? ['would be added', 'would be changed'] : ['added', 'changed'];
  return `${count(added)} ${fresh}, ${count(changed)} ${different}, ${count(unchanged)} already there`;
}
