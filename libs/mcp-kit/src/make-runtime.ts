import { randomBytes } from 'node:crypto';
import { newId } from '@supercargo/approval';
import { openRecorder } from '@supercargo/audit';
import { systemClock } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { definitionHash, definitionOf, inputSchemaOf } from './definition.ts';
import type { Limits } from './limits/limits.ts';
import type { Outside } from './remote/remote.ts';
import { requestTools } from './request-tools.ts';
import type { PreparedTool, Runtime } from './runtime.ts';
import type { ServerDefinition } from './server-definition.ts';
import type { Tool } from './tool.ts';

/**
 * All tools of a server, in the order clients see: its own, then the three about requests, which are for staff.
 *
 * @param consoleOrigin where the staff decide, which answers about requests then name; no definition depends on it
 */
export function allTools(definition: ServerDefinition, consoleOrigin?: string): readonly Tool[] {
  if (definition.faces === 'customers') return definition.tools;
  const { name, tools } = definition;
  return [...tools, ...requestTools(name, `${name}:read`, tools, consoleOrigin)];
}

function prepared(tool: Tool): PreparedTool {
  const definition = definitionOf(tool);
  return { tool, definition, definitionHash: definitionHash(definition), input: inputSchemaOf(tool) };
}

export function makeRuntime(
  definition: ServerDefinition,
  parts: {
    readonly door: TenantDoor;
    readonly auditKey: string;
    readonly limits: Limits;
    readonly onFault: Runtime['onFault'];
    readonly clock?: Runtime['clock'];
    readonly outside?: Outside | undefined;
    readonly consoleOrigin?: string | undefined;
    readonly telemetry?: Runtime['telemetry'];
  },
): Runtime {
  // No customer may see the console, so none is told where it is.
  const consoleOrigin = definition.faces === 'customers' ? undefined : parts.consoleOrigin;
  const tools = allTools(definition, consoleOrigin).map((tool) => [tool.name, prepared(tool)] as const);
  return {
    definition,
    tools: new Map(tools),
    door: parts.door,
    recorder: openRecorder(parts.door),
    clock: parts.clock ?? systemClock,
    newId,
    newNonce: () => randomBytes(16).toString('base64url'),
    limits: parts.limits,
    auditKey: parts.auditKey,
    outside: parts.outside,
    consoleOrigin,
    telemetry: parts.telemetry,
    onFault: parts.onFault,
  };
}
