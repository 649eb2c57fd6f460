export { PEOPLE, foundTenant, seededLimits, seededRules } from './found-tenant.ts';
export type { ConsentLimit, Founding, FoundingPerson, FoundingRule } from './found-tenant.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
export { tenantTables, wallFailures } from './wall/wall-check.ts';
export { fillWall } from './wall/wall-rows.ts';
