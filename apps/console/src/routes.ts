import type { Request, Response } from 'express';
import { decide } from './decide.ts';
import type { ConsoleParts } from './parts.ts';
import type { PresentHandler } from './present.ts';
import { sayHealth, sayReadiness } from './readiness.ts';
import { leadHome, list, one } from './requests.ts';
import { HOME } from './return-path.ts';
import { begin, finish, saySignedOut, signOut } from './sign-in.ts';

type Handler = (parts: ConsoleParts, request: Request, response: Response) => Promise<void> | void;

/** An address, and for whom it is. What is for whoever is present is handed who that is, and not asked without. */
export type Route = ({ readonly get: string } | { readonly post: string }) &
  ({ readonly anybody: Handler } | { readonly present: PresentHandler });

/** Everything that is served. */
export const ROUTES: readonly Route[] = [
  { get: '/healthz', anybody: sayHealth },
  { get: '/readyz', anybody: sayReadiness },
  { get: '/', anybody: leadHome },
  { get: '/sign-in', anybody: begin },
  { get: '/callback', anybody: finish },
  { post: '/sign-out', anybody: signOut },
  { get: '/signed-out', anybody: saySignedOut },
  { get: HOME, present: list },
  { get: `${HOME}/:id`, present: one },
  { post: `${HOME}/:id/decide`, present: decide },
];
