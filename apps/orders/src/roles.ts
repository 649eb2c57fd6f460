/** What each role may ask of Orders. Approving is not asking: no scope approves anything. */
export const SCOPES_BY_ROLE: Readonly<Record<string, readonly string[]>> = {
  supply_chain_manager: ['orders:read', 'orders:flag', 'orders:split'],
  finance: ['orders:read'],
};
