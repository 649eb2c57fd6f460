import { UsageError } from '../fault.ts';
import type { List } from './lists.ts';
import { present, type Schema } from './schema.ts';

/**
 * Arguments from `name=value` as typed, by what the list says of them. A filter that takes several values is given several times, or with
 * commas. What a value may be is the server's to say.
 */
export function argumentsOf(
  { name: list, filters }: List,
  given: readonly string[],
): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  for (const filter of given) {
    const at = filter.indexOf('=');
    const name = filter.slice(0, Math.max(0, at));
    const schema = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (schema === undefined) {
      const known = Object.keys(filters);
      const accepted = known.length === 0 ? 'no filter' : known.map((one) => `${one}=…`).join(', ');
      throw new UsageError(`${list} has no filter ${JSON.stringify(at < 0 ? filter : name)}; accepted: ${accepted}`);
    }
    input[name] = together(input[name], valueOf(filter.slice(at + 1), name, present(schema)), name);
  }
  return input;
}

function together(before: unknown, value: unknown, name: string): unknown {
  if (before === undefined) return value;
  if (Array.isArray(before) && Array.isArray(value)) return [...(before as unknown[]), ...(value as unknown[])];
  throw new UsageError(`the filter ${name} is given twice`);
}

function valueOf(text: string, name: string, { type, items }: Schema): unknown {
  switch (type) {
    case 'array':
      return text.split(',').map((one) => valueOf(one, name, items ?? {}));
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw new UsageError(`the filter ${name} takes true or false`);
      return text === 'true';
    case 'integer':
    case 'number':
      if (!/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) throw new UsageError(`the filter ${name} takes a number`);
      return Number(text);
    default:
      return text;
  }
}
