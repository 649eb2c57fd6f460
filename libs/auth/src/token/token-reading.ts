import { assert, type JsonValue, type TenantId } from '@supercargo/kernel';
import type { Algorithm } from '../config/issuer-config.ts';
import type { Issuer } from '../issuer.ts';
import type { Finding } from '../refusal.ts';

export type JsonObject = Readonly<Record<string, JsonValue>>;

/** The key a token is bound to, as its `cnf` says (RFC 7800); whether the caller has it is shown elsewhere. */
export interface BoundTo {
  readonly kind: 'dpop' | 'mtls';
  readonly thumbprint: string;
}

/** What the steps have learnt of a token, each from what the ones before it left. */
interface Found {
  parts: { readonly header: Buffer; readonly claims: Buffer };
  header: JsonObject;
  claims: JsonObject;
  /** From configuration, by the token's `iss`. Until the signature is verified, only claimed. */
  issuer: Issuer;
  algorithm: Algorithm;
  keyId: string;
  keyThumbprint: string;
  expiresAt: number;
  issuedAt: number;
  subject: string;
  client: string;
  tokenId: string;
  tenant: TenantId;
  person: string;
  roles: readonly string[];
  customer: string | null;
  scopes: ReadonlySet<string>;
  authTime: number | null;
  acr: string | null;
  delegated: boolean;
  boundTo: BoundTo | null;
}

/** One token being looked at. */
export interface TokenReading {
  readonly token: string;
  /** Now, in seconds since the epoch. */
  readonly seconds: number;
  readonly clockSkewSeconds: number;
  readonly issuers: ReadonlyMap<string, Issuer>;
  readonly found: Partial<Found>;
}

/** One check of a token: its name, what it holds in words for people, and the function. */
export interface TokenStep {
  readonly name: string;
  readonly holds: string;
  readonly check: (reading: TokenReading) => Finding | Promise<Finding>;
}

/** What an earlier step left. A step in the wrong place of the list is a fault, never a hole. */
export function foundIn<K extends keyof Found>({ found }: TokenReading, what: K): Found[K] {
  const value = found[what];
  assert(value !== undefined, `a check of a token needs its ${what} before it is found`);
  return value;
}

/** A member by its own name; what objects inherit is no claim. */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Text for names: 1 to `charactersMax` printable ASCII characters. */
export function isName(value: JsonValue | undefined, charactersMax = 256): value is string {
  return typeof value === 'string' && value.length <= charactersMax && /^[\x20-\x7E]+$/.test(value);
}
