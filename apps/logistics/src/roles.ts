/** What each role may ask of Logistics. Approving is not asking: no scope approves anything. */
export const SCOPES_BY_ROLE: Readonly<Record<string, readonly string[]>> = {
  supply_chain_manager: ['logistics:read', 'logistics:reroute', 'logistics:assign'],
  finance: ['logistics:read'],
};
