import { WriteAnswer } from '@supercargo/approval';
import { canonicalText, digest, type CanonicalValue } from '@supercargo/audit';
import { unreachable } from '@supercargo/kernel';
import * as z from 'zod';
import { withWriteArguments } from './write-arguments.ts';
import type { InputSchema, OutputSchema, Tool } from './tool.ts';

/** A tool as a client sees it. Kept as a reviewed snapshot; its hash is published and bound into every request. */
export interface ToolDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
  readonly outputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
  readonly annotations: {
    readonly title: string;
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
}

export function inputSchemaOf(tool: Tool): InputSchema {
  return tool.effect === 'write' ? withWriteArguments(tool.input) : tool.input;
}

export function outputSchemaOf(tool: Tool): OutputSchema {
  return tool.effect === 'write' ? WriteAnswer : tool.output;
}

/** Derived from the effect, never written by hand: absent hints default to the dangerous side. */
function annotationsOf(tool: Tool): ToolDefinition['annotations'] {
  const { title } = tool;
  switch (tool.effect) {
    case 'read':
      return { title, readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
    case 'ledger':
      return { title, readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false };
    case 'write':
      return {
        ...{ title, readOnlyHint: false, destructiveHint: true, idempotentHint: false },
        openWorldHint: tool.remote !== undefined,
      };
    default:
      return unreachable(tool);
  }
}

function jsonSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
): { readonly type: 'object'; readonly [key: string]: unknown } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return { ...rest, type: 'object' };
}

export function definitionOf(tool: Tool): ToolDefinition {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: jsonSchema(inputSchemaOf(tool), 'input'),
    outputSchema: jsonSchema(outputSchemaOf(tool), 'output'),
    annotations: annotationsOf(tool),
  };
}

/** SHA-256 of the canonical definition, hex. */
export function definitionHash(definition: ToolDefinition): string {
  // Through JSON, so that absent members and class instances cannot differ between what is sent and what is hashed.
  return digest('definition', canonicalText(JSON.parse(JSON.stringify(definition)) as CanonicalValue)).toString('hex');
}
