/** What each role may ask of Inventory. Approving is not asking: no scope approves anything. */
export const SCOPES_BY_ROLE: Readonly<Record<string, readonly string[]>> = {
  supply_chain_manager: ['inventory:read', 'inventory:reorder', 'inventory:transfer'],
  warehouse_clerk: ['inventory:read', 'inventory:adjust'],
  finance: ['inventory:read'],
};
