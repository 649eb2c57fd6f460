import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from '@modelcontextprotocol/server';
import { text } from './samples.ts';

type Arguments = Readonly<Record<string, unknown>>;
type Answer = CallToolResult | InputRequiredResult;

/** A tool that the suite calls by name, and what it does. */
export interface TestTool {
  readonly tool: Tool;
  readonly call: (args: Arguments, context: ServerContext) => Promise<Answer> | Answer;
}

export const NOTHING: Tool['inputSchema'] = { type: 'object', properties: {}, additionalProperties: false };

/** A tool of that name with these arguments, or none. */
export function testTool(name: string, call: TestTool['call'], inputSchema: Tool['inputSchema'] = NOTHING): TestTool {
  return { tool: { name, description: `What the suite calls ${name}.`, inputSchema }, call };
}

export const said = (...content: CallToolResult['content']): CallToolResult => ({ content });
export const saidText = (words: string): CallToolResult => said(text(words));
