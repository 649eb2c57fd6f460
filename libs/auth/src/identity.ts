import type { Result, TenantId } from '@supercargo/kernel';

/** What a request presents about its caller: raw header values, and what the connection knows. */
export interface Presented {
  /** The value of each `Authorization` header of the request, in order; more than one is malformed. */
  readonly authorization: readonly string[];
  /** The value of each `DPoP` header of the request, in order (RFC 9449 §4.3 check 1). */
  readonly dpop: readonly string[];
  readonly method: string;
  /** The address of this endpoint as the caller wrote it: scheme, host, port and path, without query and fragment (RFC 9449 `htu`). */
  readonly url: string;
  /** Whether the query or the body carries an `access_token` (RFC 6750 §2.2 and §2.3), which is refused. */
  readonly elsewhere: boolean;
  /** SHA-256 of the client's certificate, base64url (RFC 8705 `x5t#S256`); undefined where the connection had none. */
  readonly certificate: string | undefined;
  /** The address that the connection came from, for counting failures. */
  readonly address: string;
}

/** To which key a token is bound, and has been shown to be. */
export type Confirmation = { readonly kind: 'dpop' | 'mtls'; readonly thumbprint: string };

/** Who calls, as a verified access token says (RFC 9068). What they may do is decided later, from roles and scopes. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly tenant: TenantId;
  /** The id in `people` of this tenant. */
  readonly person: string;
  /** The client's id (`client_id`). */
  readonly client: string;
  readonly scopes: ReadonlySet<string>;
  /** Roles as the identity provider says. */
  readonly roles: readonly string[];
  /** Whether the issuer is configured so that whoever it signs in has no other roles here than these. */
  readonly rolesLimit: boolean;
  /** The customer whose rows alone may be seen; null for staff. */
  readonly customer: string | null;
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  readonly authTime: number | null;
  readonly acr: string | null;
  /** Whether somebody acts for the subject (`act`, RFC 8693): such a token approves nothing. */
  readonly delegated: boolean;
  readonly confirmation: Confirmation | null;
}

/**
 * Why a caller is not let in. `reason`, `issuer` and `client` are for the log and the metric alone: outside all wrong tokens are
 * answered alike, by `status`, `error` and the challenge.
 */
export interface AuthRefusal {
  /** 429 with `retryAfter` where failures of this address are slowed: the token was not looked at, and may be good. */
  readonly status: 400 | 401 | 429;
  /** The error of RFC 6750 §3.1 or RFC 9449 §7.1; undefined where no credentials were presented. */
  readonly error: 'invalid_request' | 'invalid_token' | 'use_dpop_nonce' | 'invalid_dpop_proof' | undefined;
  /** Which check refused. One word for each. */
  readonly reason: string;
  /** The configured issuer that the token names; undefined for any other, and where the token was not read that far. */
  readonly issuer: string | undefined;
  /** The client, where the signature was verified. */
  readonly client: string | undefined;
  /** The value of `WWW-Authenticate`, with `resource_metadata` (RFC 9728 §5.1) and the baseline scope. */
  readonly challenge: string;
  /** A nonce for the next proof, to be sent as `DPoP-Nonce`. */
  readonly dpopNonce: string | undefined;
  /** Seconds to wait, where failures of this caller are slowed. */
  readonly retryAfter: number | undefined;
}

/** A control that does not hold: its name for everybody, and in words for those who run the server. */
export interface UnmetControl {
  readonly control: 'keys' | 'revocations';
  readonly problem: string;
}

/** Verifies who calls one MCP server, an OAuth 2.1 resource server. */
export interface Authenticator {
  readonly authenticate: (presented: Presented) => Promise<Result<Identity, AuthRefusal>>;
  /** The challenge of a 403 that names every scope of the call that was refused (RFC 6750 §3.1). */
  readonly insufficientScope: (scopes: readonly string[]) => string;
  /** The protected-resource metadata (RFC 9728 §2), and the path under which it is served (§3.1). */
  readonly metadata: { readonly path: string; readonly document: Readonly<Record<string, unknown>> };
  /** What is not as it should be now; empty where the next token can be verified. */
  readonly unmet: () => readonly UnmetControl[];
  readonly close: () => Promise<void>;
}
