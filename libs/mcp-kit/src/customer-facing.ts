import { ConfigurationError } from './config.ts';
import type { ServerDefinition } from './server-definition.ts';

/**
 * What a server is to customers: their tools and nothing else of it, for a deployment that works by the login of customers. Throws a
 * ConfigurationError where it has nothing for them.
 */
export function customerFacing({ name, title, version, customers }: ServerDefinition): ServerDefinition {
  if (customers === undefined) {
    throw new ConfigurationError(`${name} has nothing for customers: SUPERCARGO_PROFILE=customer is not for it`);
  }
  const { instructions, tools, scopes } = customers;
  return {
    ...{ name, title, version, instructions, tools, resources: [], prompts: [] },
    ...{ scopesByRole: { customer: scopes }, faces: 'customers' },
  };
}

/** A server with what customers ask of it as well: what its worker executes. */
export function withCustomers(definition: ServerDefinition): ServerDefinition {
  const { customers, tools } = definition;
  return customers === undefined ? definition : { ...definition, tools: [...tools, ...customers.tools] };
}
