export { adminConfig, databaseUrl } from './address.ts';
export type { DatabaseAddress } from './address.ts';
export { busyConnections } from './busy-connections.ts';
export { databaseStatus, ensureDatabase, removeDatabase, stopDatabase } from './cluster.ts';
export type { DatabaseStatus, EnsureOptions } from './cluster.ts';
export { withClient } from './connection.ts';
export type { ConnectionConfig, Tls } from './connection.ts';
export {
  consoleFolder,
  consoleRedirect,
  reserveConsole,
  runningConsole,
  startConsole,
  stopConsole,
} from './console.ts';
export { checkedName, createDatabaseFromTemplate, dropDatabase } from './databases.ts';
export { ClusterError } from './fault.ts';
export type { ClusterFault } from './fault.ts';
export { checkoutOf, homeOf } from './home.ts';
export type { Env, Home } from './home.ts';
export {
  identityFolder,
  identitySecret,
  readIdentity,
  readIdentitySettings,
  rotateIdentityKey,
  runningIssuer,
  startIdentity,
  stopIdentity,
} from './identity.ts';
export type { IdentitySettings, IdentityState } from './identity.ts';
export { LOGINS, loginConfig, loginPasswords } from './logins.ts';
export type { Login, LoginPasswords } from './logins.ts';
export { migrate } from './migrate.ts';
export type { MigrateOptions, MigrateResult } from './migrate.ts';
export { isRailUp, railAddress, readRail, startRail, stopRail } from './rail.ts';
export type { RailAddress, RailState } from './rail.ts';
export { secretFor, secretFromFile } from './secrets.ts';
export type { PasswordSource } from './secrets.ts';
export { freePorts, type Durability } from './settings.ts';
export { readState, updateState } from './state.ts';
export type { ConsoleState, DatabaseState, HttpServerState, State, WorkerState } from './state.ts';
export { enroll, readEnrolled } from './enrolled.ts';
