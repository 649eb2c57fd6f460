import type { Runtime } from '../runtime.ts';

export const PARAM_PREFIX = 'mcp-param-';

const SENTINEL = /^=\?base64\?(.*)\?=$/s;

/** A header's value, decoded where it says that it is encoded (2026-07-28, "Value Encoding"); undefined where it is not as it says. */
export function decodedHeader(value: string): string | undefined {
  const encoded = SENTINEL.exec(value)?.[1];
  if (encoded === undefined) return value;
  const bytes = Buffer.from(encoded, 'base64');
  // Reading is lenient; what is written again as it was sent had one way to be read.
  if (bytes.toString('base64') !== encoded) return undefined;
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

interface Declared {
  readonly header: string;
  readonly path: readonly string[];
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly 'x-mcp-header'?: unknown;
}

function declaredIn(schema: JsonSchema, path: readonly string[] = []): readonly Declared[] {
  const name = schema['x-mcp-header'];
  const own = typeof name === 'string' ? [{ header: `${PARAM_PREFIX}${name.toLowerCase()}`, path }] : [];
  const inner = Object.entries(schema.properties ?? {}).flatMap(([key, child]) => declaredIn(child, [...path, key]));
  return [...own, ...inner];
}

function valueAt(root: unknown, path: readonly string[]): string | undefined {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** Which arguments of which tool are repeated in headers (`x-mcp-header` in its input schema). */
export interface ParamHeaders {
  /** By header in small letters, what it must say of this call. */
  readonly of: (tool: string, args: unknown) => ReadonlyMap<string, string>;
}

const NONE: ReadonlyMap<string, string> = new Map();

export function paramHeaders(runtime: Runtime): ParamHeaders {
  const byTool = new Map(
    [...runtime.tools]
      .map(([name, { definition }]) => [name, declaredIn(definition.inputSchema as JsonSchema)] as const)
      .filter(([, declared]) => declared.length > 0),
  );
  return {
    of: (tool, args) => {
      const declared = byTool.get(tool);
      if (declared === undefined) return NONE;
      return new Map(
        declared.flatMap(({ header, path }) => {
          const value = valueAt(args, path);
          return value === undefined ? [] : [[header, value] as const];
        }),
      );
    },
  };
}
