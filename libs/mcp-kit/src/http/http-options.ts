import type { Authenticator } from '@supercargo/auth';
import type { SdkServer } from '../protocol/sdk-server.ts';

/** The bounds of one process that serves HTTP. */
export interface HttpBounds {
  readonly bodyBytesMax: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the first byte of a request to the end of its body. */
  readonly requestMs: number;
  readonly keepAliveMs: number;
  readonly requestsPerSocketMax: number;
  readonly connectionsMax: number;
  /** Requests without an answer, of one caller and of all. */
  readonly inFlightMax: number;
  readonly inFlightTotalMax: number;
  /** Streams that stay open by themselves (`subscriptions/listen`, GET), of one caller. */
  readonly streamsMax: number;
  /** Of all: each listening has what it listens to read again and again. */
  readonly listensTotalMax: number;
  /** Sessions of the protocol before 2026-07-28, of one caller and of all. */
  readonly sessionsMax: number;
  readonly sessionsTotalMax: number;
  readonly sessionIdleMs: number;
  /** What may wait to be read by a client of a stream before the stream is cut. */
  readonly unreadBytesMax: number;
  readonly drainMs: number;
}

export const HTTP_BOUNDS: HttpBounds = {
  bodyBytesMax: 256 * 1024,
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 15_000,
  requestsPerSocketMax: 1_000,
  connectionsMax: 4_096,
  inFlightMax: 64,
  inFlightTotalMax: 1_024,
  streamsMax: 8,
  listensTotalMax: 256,
  sessionsMax: 16,
  sessionsTotalMax: 1_024,
  sessionIdleMs: 10 * 60_000,
  unreadBytesMax: 1024 * 1024,
  drainMs: 10_000,
};

/** Certificate and key, in files that may be replaced while they are used. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** How often the files are looked at. */
  readonly pollMs?: number;
  /** Whether clients are asked for a certificate, to which a token may be bound (RFC 8705). It identifies nobody by itself. */
  readonly askClients?: boolean;
}

/** A request that was refused before anybody was known. Names and sizes, never what was sent. */
export interface UnknownRefusal {
  readonly reason: string;
  readonly status: number;
  readonly address: string;
  /** The issuer, one of the configured ones, that a refused token names; and its client, where the signature was verified. */
  readonly issuer?: string | undefined;
  readonly client?: string | undefined;
}

/** Where and how a server is reached over HTTP. */
export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly authenticator: Authenticator;
  /** Names, with a port where callers write one, that `Host` may have. Absent: the names of a loopback address, with any port. */
  readonly hosts?: readonly string[];
  /** What `Origin` may be, beside this server’s own. */
  readonly origins?: readonly string[];
  /** Scheme, host and port under which callers know this server, where something in front of it ends TLS. */
  readonly publicOrigin?: string;
  readonly tls?: TlsFiles;
  /** How often a watched resource is looked at again. */
  readonly watchMs?: number;
  readonly bounds?: Partial<HttpBounds>;
  readonly onUnknown?: (refusal: UnknownRefusal) => void;
  /** Controls of the profile that do not hold now, by name. */
  readonly unmet?: () => Promise<readonly string[]>;
  /** Given each server of the SDK before it serves: for a test’s own methods on the real stack. */
  readonly extend?: (server: SdkServer) => void;
}
