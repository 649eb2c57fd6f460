import { ok, refuse, type Result } from '@supercargo/kernel';
import * as z from 'zod';
import { addressProblem } from './address.ts';
import { FilePath, IssuerConfig } from './issuer-config.ts';

/** A scope as RFC 6749 §3.3 writes it: no space, quote or backslash, so that it can stand in a challenge. */
export const Scope = z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,128}$/);

const Fields = z.strictObject({
  /** This server's resource identifier (RFC 8707), and its audience unless an issuer is configured otherwise. */
  resource: z.string().min(1).max(2_000),
  resourceName: z.string().min(1).max(128).optional(),
  /** The scope that a client without a token is told to ask for. */
  baselineScope: Scope,
  scopesSupported: z.array(Scope).min(1).max(64),
  /** Accepts plain http, loopback and literal IP addresses of issuers. */
  development: z.boolean().default(false),
  clockSkewSeconds: z.int().min(0).max(60).default(30),
  rememberedTokensMax: z.int().min(0).max(100_000).default(10_000),
  issuers: z.array(IssuerConfig).min(1).max(16),
  failures: z
    .strictObject({
      /** Failures of one address within the window, after which its unknown tokens are looked at once a second. */
      slowAfter: z.int().min(1).max(10_000).default(20),
      windowSeconds: z.int().min(1).max(3_600).default(60),
    })
    .prefault({}),
  dpop: z.strictObject({ proofSecondsMax: z.int().min(5).max(300).default(300) }).prefault({}),
  /** Keys that must not be trusted, `[{ "issuer": …, "keyId": … }]`. While the file cannot be read, none is. */
  deniedKeysFile: FilePath.optional(),
});
export type AuthConfig = z.output<typeof Fields>;

type Problem = (message: string, ...path: (string | number)[]) => void;

function checkAddresses(config: AuthConfig, problem: Problem): void {
  const check = (address: string | undefined, ...path: (string | number)[]): void => {
    const found = address === undefined ? undefined : addressProblem(address, config.development);
    if (found !== undefined) problem(found, ...path);
  };
  check(config.resource, 'resource');
  if (config.resource.includes('?')) problem('has a query', 'resource');
  for (const [at, { issuer, jwksUri, introspection }] of config.issuers.entries()) {
    check(issuer, 'issuers', at, 'issuer');
    if (issuer.includes('?')) problem('has a query', 'issuers', at, 'issuer');
    check(jwksUri, 'issuers', at, 'jwksUri');
    if (introspection.consult !== 'none') check(introspection.endpoint, 'issuers', at, 'introspection', 'endpoint');
  }
}

function checkScopes({ baselineScope, scopesSupported }: AuthConfig, problem: Problem): void {
  if (!scopesSupported.includes(baselineScope)) problem('is not among scopesSupported', 'baselineScope');
  if (new Set(scopesSupported).size !== scopesSupported.length) problem('names a scope twice', 'scopesSupported');
  // Whether a client may refresh is between it and the authorization server; no tool here needs it.
  if (scopesSupported.includes('offline_access')) problem('offline_access is not a scope here', 'scopesSupported');
  if (scopesSupported.some((scope) => scope.includes('*'))) problem('has a wildcard', 'scopesSupported');
}

function checkIssuers({ issuers }: AuthConfig, problem: Problem): void {
  if (new Set(issuers.map(({ issuer }) => issuer)).size !== issuers.length) problem('names an issuer twice', 'issuers');
  const lists = issuers.flatMap(({ revokedTokensFile: file }) => (file === undefined ? [] : [file]));
  // A token id is one issuer's: what revokes this one's token must not revoke another's.
  if (new Set(lists).size !== lists.length) problem('a list of revoked tokens is of one issuer', 'issuers');
  for (const [at, { tenants }] of issuers.entries()) {
    // One company's identity provider must not be able to sign people in as another company's.
    if (issuers.length > 1 && tenants === 'any') {
      problem('with several issuers, the tenants that each speaks for are required', 'issuers', at, 'tenants');
    }
  }
}

const Checked = Fields.superRefine((config, context) => {
  const problem: Problem = (message, ...path) => context.addIssue({ code: 'custom', message, path });
  checkAddresses(config, problem);
  checkScopes(config, problem);
  checkIssuers(config, problem);
});

/** What may be written in a configuration file. */
export type AuthConfigInput = z.input<typeof Fields>;

/** Where a configuration is wrong, in words, without the values. */
export type ConfigProblems = readonly string[];

function words(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.');
  const where = place === '' ? 'the configuration' : place;
  if (issue.code === 'unrecognized_keys') return `${where}: unknown ${issue.keys.join(', ')}`;
  return `${where}: ${issue.code === 'invalid_value' ? `one of ${issue.values.join(', ')} is accepted` : issue.message}`;
}

/** Reads the configuration of one server's sign-ins. Unknown keys are refused. */
export function readAuthConfig(value: unknown): Result<AuthConfig, ConfigProblems> {
  const parsed = Checked.safeParse(value);
  return parsed.success ? ok(parsed.data) : refuse(parsed.error.issues.map(words));
}
