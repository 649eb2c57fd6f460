import { ok } from '@supercargo/kernel';
import { defineReadTool, type ResourceTemplate, type ServerDefinition } from '@supercargo/mcp-kit';
import * as z from 'zod';

/** An argument that a gateway reads from a header. None of our tools has one. */
const headed = defineReadTool({
  name: 'test_custom_header',
  title: 'Test a header',
  description: 'Says back an argument that a header repeats.',
  scopes: ['inventory:read'],
  input: z.strictObject({ region: z.string().max(100).meta({ 'x-mcp-header': 'Region' }) }),
  output: z.strictObject({ region: z.string() }),
  read: ({ region }) => Promise.resolve(ok({ region })),
});

const watched: ResourceTemplate = {
  uriTemplate: 'test://watched-resource',
  name: 'watched-resource',
  title: 'Watched',
  description: 'A resource that the suite subscribes to.',
  scopes: ['inventory:read'],
  watchable: true,
  read: () => Promise.resolve(ok({ changed: false })),
};

/** A server of ours with what the suite needs that can be said in our own shape. */
export function withSuite(definition: ServerDefinition): ServerDefinition {
  return {
    ...definition,
    tools: [...definition.tools, headed],
    resources: [...definition.resources, watched],
  };
}
