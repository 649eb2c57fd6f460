import type { Logger } from '@supercargo/observe';
import type { TenantDoor } from '@supercargo/tenancy';
import type { Request, Response } from 'express';
import type { ConsoleParts } from './parts.ts';

/** What is missing for this to be of use; nothing where it can be used. */
export type Unmet = () => Promise<readonly string[]>;

const lookedEveryMs = 1_000;

/** Whether the database is there, looked at once a second however often it is asked. */
export function newReadiness(door: TenantDoor, log: Logger): Unmet {
  let looked: { readonly at: number; readonly unmet: ReturnType<Unmet> } | undefined;
  const look: Unmet = async () => {
    try {
      await door.check();
      return [];
    } catch (fault) {
      log.error({ fault, during: 'readiness' }, 'fault');
      return ['database'];
    }
  };
  return () => {
    const at = performance.now();
    if (looked === undefined || at - looked.at > lookedEveryMs) looked = { at, unmet: look() };
    return looked.unmet;
  };
}

/** Whoever started it knows by the number that it is the one. */
export function sayHealth(_parts: ConsoleParts, _request: Request, response: Response): void {
  response.json({ console: 'ready', pid: process.pid });
}

export async function sayReadiness({ unmet: ask }: ConsoleParts, _request: Request, response: Response): Promise<void> {
  const unmet = await ask();
  response.status(unmet.length === 0 ? 200 : 503).json({ ready: unmet.length === 0, unmet });
}
