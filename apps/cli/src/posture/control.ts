import type { Ground } from './ground.ts';

/** The profiles of an installation, each of which demands more than the one before it. */
export const PROFILES = ['local', 'internal', 'customer'] as const;
export type Profile = (typeof PROFILES)[number];

/** One thing that was tried, and what came of it; what to do where it is not as it should be. */
export type Look =
  { readonly ok: true; readonly saw: string } | { readonly ok: false; readonly saw: string; readonly todo: string };

export const held = (saw: string): Look => ({ ok: true, saw });
export const broken = (saw: string, todo: string): Look => ({ ok: false, saw, todo });

/** The look itself where what was tried came out as it should; else what it came to. */
export function expected(isSo: boolean, saw: string, otherwise: string, todo: string): Look {
  return isSo ? held(saw) : broken(otherwise, todo);
}

/** What a profile asks of a control: nothing, that it is looked at and holds, or what nobody has built yet. */
export type Demand = 'nothing' | 'that it holds' | 'what is not there yet';

/** What a profile demands, and says by trying whether it holds. */
export interface Control {
  /** Stable: programs know it by this. */
  readonly name: string;
  readonly title: string;
  readonly demands: Readonly<Record<Profile, Demand>>;
  /** Changes nothing in the installation; what it is refused may be recorded as any refusal is. */
  readonly look: (ground: Ground) => Promise<readonly Look[]>;
}

export const EVERYWHERE: Control['demands'] = {
  local: 'that it holds',
  internal: 'that it holds',
  customer: 'that it holds',
};
