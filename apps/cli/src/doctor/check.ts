import type { Home } from '@supercargo/cluster';
import type { Outside } from '../outside.ts';

/** What one check found, and what to do where it is not well. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly todo?: string;
}

export interface Patient {
  readonly outside: Outside;
  readonly home: Home;
}

export function well(check: string, detail: string): Finding {
  return { check, ok: true, detail };
}

export function ill(check: string, detail: string, todo: string): Finding {
  return { check, ok: false, detail, todo };
}
