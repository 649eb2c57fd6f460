import { allTools, customerFacing, scopesOf, type ServerDefinition } from '@supercargo/mcp-kit';
import { APPROVER_ROLES } from '@supercargo/policy';
import { SERVERS } from '@supercargo/kernel';
import { ROLES } from '@supercargo/testing';
import { code, markdownTable } from './tables.ts';

const INTRODUCTION = `# Who may ask for what, and who may approve it

Generated from each server's \`src/roles.ts\` and tools by \`npm run generate:docs\`, and compared by a test. Every role is tried at every
tool by the contract that all servers meet (\`libs/testing/src/contract/access-contract.ts\`): what has no mark here is refused, naming the
scopes that are missing. What a customer may ask is served by a deployment of its own, to customers alone. Asking is not doing: policy says who approves, and nobody approves a request of their own.
`;

const HEADINGS: Readonly<Record<(typeof ROLES)[number], string>> = {
  supply_chain_manager: 'manager',
  warehouse_clerk: 'warehouse clerk',
  finance: 'finance',
  customer: 'customer',
  auditor: 'auditor',
  administrator: 'administrator',
};

function rowsOf(definition: ServerDefinition): readonly (readonly string[])[] {
  const facing = definition.customers === undefined ? [definition] : [definition, customerFacing(definition)];
  const tools = facing.flatMap((each) => allTools(each).map((tool) => ({ tool, by: each })));
  return tools
    .toSorted((a, b) => (a.tool.name < b.tool.name ? -1 : 1))
    .map(({ tool, by }) => [
      code(tool.name),
      ...ROLES.map((role) => {
        const scopes = scopesOf(by, [role]);
        return tool.scopes.every((scope) => scopes.has(scope)) ? 'yes' : '';
      }),
    ]);
}

/** The page of roles: a table for each server, of each role at each tool, and who approves. */
export function rolesPage(definitions: readonly ServerDefinition[]): string {
  const tables = definitions.map((definition) => {
    const table = markdownTable([['tool', ...ROLES.map((role) => HEADINGS[role])], ...rowsOf(definition)]);
    return `## ${definition.name}\n\n${table}\n`;
  });
  const approvers = markdownTable([
    ['server', 'roles that may approve requests of others'],
    ...SERVERS.map((server) => [server, APPROVER_ROLES[server].map(code).join(', ')]),
  ]);
  return `${INTRODUCTION}\n${tables.join('\n')}\n## Approving\n\n${approvers}\n`;
}
