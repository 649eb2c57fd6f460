import type { ImportCommand } from '@supercargo/mcp-kit';

/** How outside facts get in: nothing yet. */
export const importInto: ImportCommand = async () => {
  process.stderr.write('nothing is imported here yet\n');
  return 2;
};
