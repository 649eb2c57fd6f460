import type { ToolRefusal } from '../tool.ts';

/** Why a call was refused before or in its tool, and at which step; the step is for the record, the rest for the caller. */
export interface CallRefusal extends ToolRefusal {
  readonly step: 'tool' | 'standing' | 'scopes' | 'switches' | 'rate' | 'input' | 'perform' | 'output';
  /** Where scopes are missing: all that this call needs, so that they can be asked for at once. */
  readonly scopes?: readonly string[];
  /** Where calls came too fast: when the next is let through. */
  readonly retrySeconds?: number;
}

/** Names of callers' making are shown cut and quoted, so that they are read as names. */
export function quoted(name: string): string {
  const visible = name.replace(/[^\x20-\x7e]/g, '?');
  return JSON.stringify(visible.length > 40 ? `${visible.slice(0, 39)}…` : visible);
}
