import { withTable } from './tables.ts';

/** The page of decisions with a line for each record, by number. A record is `0001-its-name.md` and begins with `# 0001 Its title`. */
export function decisionsPage(document: string, records: Readonly<Record<string, string>>): string {
  const lines = Object.keys(records)
    .toSorted()
    .map((file) => `- [${titleOf(file, records[file] ?? '')}](${file})`);
  const page = withTable(document, 'decisions', lines.join('\n'));
  if (page === undefined) throw new Error('the page of decisions has no place for its list');
  return page;
}

function titleOf(file: string, text: string): string {
  const title = /^# (\d{4} .+)\n/.exec(text)?.[1];
  if (title !== undefined && file.startsWith(`${title.slice(0, 4)}-`)) return title;
  throw new Error(`docs/decisions/${file} does not begin with “# ${file.slice(0, 4)}” and its title`);
}
