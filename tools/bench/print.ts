/** A table for a terminal, or in Markdown to be pasted: text columns to the left, figures to the right. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  markdown: boolean,
): readonly string[] {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const isFigure = heads.map((_, at) => rows.every((row) => /^[\d.,]*$/.test(row[at] ?? '')));
  const cell = (text: string, at: number): string =>
    isFigure[at] === true ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0);
  const line = (row: readonly string[]): string =>
    markdown ? `| ${row.map(cell).join(' | ')} |` : row.map(cell).join('  ').trimEnd();
  const rule = heads.map(
    (_, at) => '-'.repeat(Math.max((widths[at] ?? 0) - 1, 2)) + (isFigure[at] === true ? ':' : '-'),
  );
  return [line(heads), ...(markdown ? [`| ${rule.join(' | ')} |`] : []), ...rows.map(line)];
}
