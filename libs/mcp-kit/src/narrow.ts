import { ConfigurationError, type Narrowing } from './config.ts';
import type { Runtime } from './runtime.ts';
import type { Tool } from './tool.ts';

/** The tools that both bounds leave, in their order. Throws a ConfigurationError where a name is of no tool, or no tool would be left. */
export function narrowedTools(all: readonly Tool[], { readOnly, tools }: Narrowing): readonly Tool[] {
  const unknown = (tools ?? []).filter((name) => !all.some((tool) => tool.name === name));
  if (unknown.length > 0) {
    throw new ConfigurationError(`--tools: there is no ${unknown.join(', ')}; there are ${names(all)}`);
  }
  const reads = all.filter(({ effect }) => effect === 'read');
  const left = (readOnly ? reads : all).filter(({ name }) => tools?.includes(name) ?? true);
  if (left.length > 0) return left;
  throw new ConfigurationError(
    `--read-only leaves none of the tools that --tools names; those that read are ${names(reads)}`,
  );
}

/**
 * The server with only the tools that a narrowing leaves. Any other is as unknown to it as one that never was, to lists and to calls.
 * Resources and prompts stay: they are reads and text.
 */
export function narrowed(runtime: Runtime, narrowing: Narrowing): Runtime {
  const all = [...runtime.tools];
  const left = narrowedTools(
    all.map(([, { tool }]) => tool),
    narrowing,
  );
  return { ...runtime, tools: new Map(all.filter(([, { tool }]) => left.includes(tool))) };
}

function names(tools: readonly Tool[]): string {
  return tools.map(({ name }) => name).join(', ');
}
