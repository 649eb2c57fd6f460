import { allTools, scopesOf, type Tool } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';
import type { Members } from '../sign-texts.ts';
import { ROLES } from './access-contract.ts';
import type { ServerFacts } from './facts.ts';
import { goodInput } from './good-input.ts';
import { modernRequest } from './http-stage.ts';
import type { SignInTrial } from './sign-in-trial.ts';

interface Called {
  readonly status: number;
  readonly challenge: string;
  readonly text: string;
}

/** Calls a tool with what it takes, by a token with these claims over its own. */
async function called(facts: ServerFacts, { http, stage }: SignInTrial, tool: Tool, claims: Members): Promise<Called> {
  const message = modernRequest('tools/call', { name: tool.name, arguments: await goodInput(facts, stage, tool) });
  const response = await http.post(message, { authorization: `Bearer ${await http.mint.mint(claims)}` });
  const challenge = response.headers.get('www-authenticate') ?? '';
  return { status: response.status, challenge, text: await response.text() };
}

const INSUFFICIENT = expect.stringContaining('error="insufficient_scope"') as string;

/** What is granted is what the token's scopes and the person's roles here both say: neither adds to the other. */
export function signInRights(facts: ServerFacts, trial: SignInTrial): void {
  const { definition } = facts;
  const tools = allTools(definition);

  test.each(tools.map((tool) => [tool.name, tool] as const))(
    '%s is refused without its scopes, and all of them are named',
    async (_name, tool) => {
      for (const without of tool.scopes) {
        const others = trial.scopes.filter((scope) => scope !== without);
        const scope = ['other:read', ...others].join(' ');
        const { status, challenge } = await called(facts, trial, tool, { scope });
        expect([without, status]).toEqual([without, 403]);
        const named = /error="insufficient_scope", scope="([^"]*)"/.exec(challenge)?.[1]?.split(' ') ?? [];
        expect(named).toEqual(expect.arrayContaining([...tool.scopes]));
        expect(named).not.toContain('other:read');
      }
    },
  );

  test.each(ROLES)('a token that says every scope and role adds nothing to what %s grants here', (role) =>
    addsNothing(facts, trial, role),
  );
}

/** `role` is a person who has this one role in `people`. */
async function addsNothing(facts: ServerFacts, trial: SignInTrial, role: (typeof ROLES)[number]): Promise<void> {
  const granted = scopesOf(facts.definition, [role]);
  const refused = allTools(facts.definition).filter(({ scopes }) => scopes.some((scope) => !granted.has(scope)));
  for (const tool of refused) {
    const { status, challenge, text } = await called(facts, trial, tool, { person: role, roles: ROLES });
    // Customers alone are known where customers are served.
    if (facts.definition.faces === 'customers') expect([tool.name, status, text]).toEqual([tool.name, 200, INACTIVE]);
    else expect([tool.name, status, challenge]).toEqual([tool.name, 403, INSUFFICIENT]);
  }
}

const INACTIVE = expect.stringContaining('"isError":true') as string;

/** Where the issuer is configured to know everybody's roles: what it took away counts no longer, and what it adds does not count. */
export function signInRoles(facts: ServerFacts, limited: SignInTrial): void {
  const { definition } = facts;
  const [tool] = allTools(definition);
  if (tool === undefined) throw new Error('a server has a tool');

  test('roles that the token does not have are not granted, whatever people says, and those that it has are', async () => {
    const granting = Object.keys(definition.scopesByRole);
    expect((await called(facts, limited, tool, { roles: granting })).text).not.toContain('"isError":true');
    for (const roles of [undefined, [], ['visitor'], granting.map((role) => `${role}s`)]) {
      const { status, challenge } = await called(facts, limited, tool, { roles });
      expect([roles, status, challenge]).toEqual([roles, 403, INSUFFICIENT]);
    }
  });

  test.each(ROLES)('a token that says every role adds none to those of %s', (role) =>
    addsNothing(facts, limited, role),
  );
}
