const SEE_ALL_ROLES: ReadonlySet<string> = new Set(['finance', 'auditor', 'administrator']);

/** Whether somebody with these roles sees the requests of the whole company, whoever asked. Everybody sees their own. */
export function seesAllRequests(roles: readonly string[]): boolean {
  return roles.some((role) => SEE_ALL_ROLES.has(role));
}
