export { accessFailures, type CatalogueQuery } from '../access/access-check.ts';
export { FUNCTION_GRANTS, TABLE_GRANTS } from '../access/matrix.ts';
export { CUSTOMER_LOGINS, LOGINS, OWNERS, SCHEMAS, SERVER_LOGINS } from '../access/roles.ts';
export type { FunctionGrant, Role, TableGrant } from '../access/roles.ts';
export { prepareDatabase } from './prepare-database.ts';
export { MIGRATIONS, REPEATABLE, databaseHash } from './sources.ts';
export { DEMO_COMPANIES, SCMS_COMPANY, foundingOf, type DemoCompany } from '../demo/companies.ts';
export { publishDefinitions, reviewedDefinitions } from './publish-definitions.ts';
