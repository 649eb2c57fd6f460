/** What each role may ask of Payments. Approving is not asking: no scope approves anything. */
export const SCOPES_BY_ROLE: Readonly<Record<string, readonly string[]>> = {
  supply_chain_manager: ['payments:read', 'payments:propose'],
  finance: ['payments:read', 'payments:release', 'payments:refund', 'payments:propose'],
};
