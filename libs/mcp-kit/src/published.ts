import { publishedDefinitions } from '@supercargo/approval';
import type { TenantId } from '@supercargo/kernel';
import type { Runtime } from './runtime.ts';

/** The tools whose definition here is not the published one. A server with any does not start: what it would ask could not execute. */
export async function unpublishedTools(runtime: Runtime, tenant: TenantId): Promise<readonly string[]> {
  const published = await runtime.door.read(tenant, publishedDefinitions);
  return [...runtime.tools.values()]
    .filter(({ tool, definitionHash }) => published.get(tool.name) !== definitionHash)
    .map(({ tool }) => tool.name);
}
