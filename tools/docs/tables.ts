import { allTools, customerFacing, definitionOf, type ServerDefinition, type Tool } from '@supercargo/mcp-kit';

/** The tables of a server's README, each between its own markers: `<!-- tools:begin -->` … `<!-- tools:end -->`. */
export const TABLES: Readonly<Record<string, (definition: ServerDefinition) => string>> = {
  tools: toolTable,
  resources: resourceTable,
  prompts: promptTable,
  roles: roleTable,
};

/** The tables of this server: one that has nothing for customers has no table of theirs. */
export function tablesOf(definition: ServerDefinition): Readonly<Record<string, string>> {
  const { customers } = definition;
  const tables = Object.entries(TABLES).map(([name, tableOf]) => [name, tableOf(definition)] as const);
  const theirs = customers === undefined ? [] : [['customers', toolTable(customerFacing(definition))] as const];
  return Object.fromEntries([...tables, ...theirs]);
}

/** What every write takes beside its own arguments: said once above the table. */
const OF_EVERY_WRITE: ReadonlySet<string> = new Set(['idempotency_key', 'case_id', 'reason']);

const EFFECTS: Readonly<Record<Tool['effect'], string>> = {
  read: 'reads',
  write: 'asks for approval',
  ledger: 'ends a request',
};

function toolTable(definition: ServerDefinition): string {
  const tools = allTools(definition).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return markdownTable([
    ['tool', 'effect', 'scope', 'arguments', 'what it does'],
    ...tools.map((tool) => [
      code(tool.name),
      EFFECTS[tool.effect],
      tool.scopes.map(code).join(', '),
      argumentsOf(tool),
      firstSentence(tool.description),
    ]),
  ]);
}

function argumentsOf(tool: Tool): string {
  const { properties, required } = definitionOf(tool).inputSchema as {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
  };
  const isGeneral = (name: string): boolean =>
    tool.effect === 'write' && OF_EVERY_WRITE.has(name) && !Object.hasOwn(tool.input.shape, name);
  const names = Object.keys(properties ?? {}).filter((name) => !isGeneral(name));
  return names.map((name) => `${code(name)}${required?.includes(name) === true ? '' : '?'}`).join(', ') || 'none';
}

function resourceTable({ resources }: ServerDefinition): string {
  return markdownTable([
    ['resource', 'scope', 'may be subscribed to', 'what it holds'],
    ...resources.map(({ uriTemplate, scopes, watchable, description }) => [
      code(uriTemplate),
      scopes.map(code).join(', '),
      watchable === true ? 'yes' : 'no',
      firstSentence(description),
    ]),
  ]);
}

function promptTable({ prompts }: ServerDefinition): string {
  return markdownTable([
    ['prompt', 'what it is for'],
    ...prompts.map(({ name, description }) => [code(name), firstSentence(description)]),
  ]);
}

function roleTable({ customers, scopesByRole }: ServerDefinition): string {
  const theirs = customers === undefined ? {} : { customer: customers.scopes };
  return markdownTable([
    ['role', 'scopes'],
    ...Object.entries({ ...scopesByRole, ...theirs }).map(([role, scopes]) => [
      code(role),
      scopes.map(code).join(', '),
    ]),
  ]);
}

export const code = (name: string): string => `\`${name}\``;

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}

/** Columns padded as the formatter pads them. */
export function markdownTable(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => Array.from(row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const padded = rows.map((row) =>
    line(row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - Array.from(cell).length))),
  );
  return [padded[0], line(widths.map((width) => '-'.repeat(width))), ...padded.slice(1)].join('\n');
}

/** A document with the table between the markers of that name; undefined where it does not have them both, once, in order. */
export function withTable(document: string, name: string, table: string): string | undefined {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [before, rest, ...more] = document.split(begin);
  const [, after, ...others] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length + others.length > 0) return undefined;
  return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}
