import type { ServerName } from '@supercargo/kernel';

/**
 * Which roles may approve requests of which server, of others' requests always; a test holds this and the database's table together.
 * Payments are approved by finance alone.
 */
export const APPROVER_ROLES: Readonly<Record<ServerName, readonly string[]>> = {
  inventory: ['supply_chain_manager', 'finance'],
  logistics: ['supply_chain_manager', 'finance'],
  orders: ['supply_chain_manager', 'finance'],
  returns: ['supply_chain_manager', 'finance'],
  payments: ['finance'],
};
