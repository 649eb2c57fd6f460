/** What a table needs of a tool's published definition. */
export interface PublishedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
  };
  readonly annotations: { readonly readOnlyHint: boolean; readonly destructiveHint: boolean };
}

export const BEGIN = '<!-- tools:begin -->';
export const END = '<!-- tools:end -->';

/** What every write takes beside its own arguments: said once above the table. */
const OF_EVERY_WRITE: ReadonlySet<string> = new Set(['idempotency_key', 'case_id', 'reason']);

function effectOf({ annotations }: PublishedTool): string {
  if (annotations.readOnlyHint) return 'reads';
  return annotations.destructiveHint ? 'asks for approval' : 'ends a request';
}

function argumentsOf({ inputSchema, annotations }: PublishedTool): string {
  const { properties = {}, required = [] } = inputSchema;
  const names = Object.keys(properties).filter((name) => !annotations.destructiveHint || !OF_EVERY_WRITE.has(name));
  return names.map((name) => `\`${name}\`${required.includes(name) ? '' : '?'}`).join(', ') || 'none';
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}

/** The tools as a Markdown table, columns padded as the formatter pads them. */
export function toolTable(tools: readonly PublishedTool[]): string {
  const rows = [
    ['tool', 'effect', 'arguments', 'what it does'],
    ...tools.map((tool) => [`\`${tool.name}\``, effectOf(tool), argumentsOf(tool), firstSentence(tool.description)]),
  ].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => Array.from(row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = rows.map((row) =>
    line(row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - Array.from(cell).length))),
  );
  return [padded[0], line(widths.map((width) => '-'.repeat(width))), ...padded.slice(1)].join('\n');
}

/** A document with the table between its markers; undefined where it does not have them both, once, in order. */
export function withTable(document: string, table: string): string | undefined {
  const [before, rest, ...more] = document.split(BEGIN);
  const [, after, ...others] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined || more.length + others.length > 0) return undefined;
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}
