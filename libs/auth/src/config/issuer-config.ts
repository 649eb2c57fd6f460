import { TenantId } from '@supercargo/kernel';
import * as z from 'zod';

/** Signature algorithms that an issuer, or a proof of possession, may be configured to use. All are asymmetric. */
export const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;
const Address = z.string().min(1).max(2_000);
/** A secret stands in a file of its own, never in the configuration. */
export const FilePath = z.string().min(1).max(1_000);
const ClaimName = z.string().min(1).max(128);

const Claims = z.strictObject({
  tenant: ClaimName.default('tenant'),
  person: ClaimName.default('person'),
  roles: ClaimName.default('roles'),
  customer: ClaimName.default('customer'),
  client: ClaimName.default('client_id'),
  tokenId: ClaimName.default('jti'),
  scope: ClaimName.default('scope'),
});

const Asked = {
  endpoint: Address,
  clientId: z.string().min(1).max(256),
  /** Read whenever the issuer is asked, so that a new secret needs no restart. */
  clientSecretFile: FilePath,
};

/** When the issuer is asked whether a token still holds (RFC 7662). */
const Introspection = z.discriminatedUnion('consult', [
  z.strictObject({ consult: z.literal('none') }),
  z.strictObject({ consult: z.literal('cache'), cacheSeconds: z.int().min(1).max(300), ...Asked }),
  z.strictObject({ consult: z.literal('every'), ...Asked }),
]);

const SenderConstraint = z
  .strictObject({ kind: z.enum(['none', 'dpop', 'mtls']), required: z.boolean() })
  .refine(({ kind, required }) => kind !== 'none' || !required, { error: 'a kind to require is accepted: dpop, mtls' });

/** One authorization server whose tokens are accepted, and on which terms. */
export const IssuerConfig = z.strictObject({
  /** Compared exactly with `iss`. */
  issuer: Address,
  /** Where its keys are; absent: found by its metadata (RFC 8414, then OpenID Connect Discovery). */
  jwksUri: Address.optional(),
  algorithms: z
    .array(z.enum(ALGORITHMS))
    .min(1)
    .refine(unique, { error: 'each algorithm once' })
    .default(['ES256', 'EdDSA', 'PS256', 'RS256']),
  /** `JWT` for an issuer that does not follow RFC 9068 §2.1. */
  types: z
    .array(z.enum(['at+jwt', 'JWT']))
    .min(1)
    .default(['at+jwt']),
  /** The exact audiences that mean this server; absent: the resource identifier. */
  audiences: z.array(z.string().min(1).max(2_000)).min(1).max(8).optional(),
  /** Whether a token may be for other servers as well. */
  otherAudiences: z.enum(['refused', 'allowed']).default('refused'),
  lifetimeSecondsMax: z.int().min(60).max(86_400).default(3_600),
  claims: Claims.prefault({}),
  /** How scopes are written: one text with spaces (RFC 6749 §3.3), or a list as some providers send. */
  scopeShape: z.enum(['text', 'list']).default('text'),
  /** Which tenants this issuer speaks for, by what it calls them. `any` only where it is the one issuer. */
  tenants: z
    .union([z.literal('any'), z.record(z.string().min(1).max(128), TenantId)], {
      error: '"any", or the issuer’s names of tenants with ours, is accepted',
    })
    .default('any'),
  /** What a token's roles do: nothing, or they limit what the person's roles in `people` grant. They never add to those. */
  rolesOfToken: z.enum(['ignored', 'limit']).default('ignored'),
  introspection: Introspection.default({ consult: 'none' }),
  /** Its tokens that hold no more, `[{ "tokenId": … }, { "subject": …, "issuedBefore": … }]`. While the file cannot be read, none does. */
  revokedTokensFile: FilePath.optional(),
  senderConstraint: SenderConstraint.default({ kind: 'none', required: false }),
});
export type IssuerConfig = z.output<typeof IssuerConfig>;
