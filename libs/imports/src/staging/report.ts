/** How many rows of a table the import found: made by it, made different by it, or there already just so. */
export interface RowCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows of the file that are older than the row that is there: passed over. Only where rows have a time. */
  readonly older?: number;
}

/** `3 added, 1 changed, 0 already there`, or in a dry run what they would be. */
export function spokenCounts({ added, changed, unchanged, older = 0 }: RowCounts, dryRun: boolean): string {
  const count = (n: number): string => n.toLocaleString('en');
  const [fresh, different] = dryRun ? ['would be added', 'would be changed'] : ['added', 'changed'];
  const passed = older === 0 ? '' : `, ${count(older)} older than what is recorded`;
  return `${count(added)} ${fresh}, ${count(changed)} ${different}, ${count(unchanged)} already there${passed}`;
}
