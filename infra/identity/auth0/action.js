const RESOURCES = new Set(['https://inventory.supercargo.example/mcp']);

/** Says which company and person a token is about. Whoever has no entry gets no token for these servers. */
exports.onExecutePostLogin = async (event, api) => {
  if (!RESOURCES.has(event.resource_server?.identifier)) return;
  const { tenant, person, roles, customer } = event.user.app_metadata?.supercargo ?? {};
  if (typeof tenant !== 'string' || typeof person !== 'string' || !Array.isArray(roles)) {
    api.access.deny('nobody of that name works with Supercargo');
    return;
  }
  api.accessToken.setCustomClaim('tenant', tenant);
  api.accessToken.setCustomClaim('person', person);
  api.accessToken.setCustomClaim('roles', roles);
  if (typeof customer === 'string') api.accessToken.setCustomClaim('customer', customer);
};
