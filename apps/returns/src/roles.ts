/** What each role may ask of Returns. Approving is not asking: no scope approves anything. */
export const SCOPES_BY_ROLE: Readonly<Record<string, readonly string[]>> = {
  supply_chain_manager: ['returns:read', 'returns:approve', 'returns:label'],
  finance: ['returns:read'],
};
