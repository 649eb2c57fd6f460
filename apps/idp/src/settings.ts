import { PersonId, TenantId } from '@supercargo/kernel';
import * as z from 'zod';
import { checkedLoopback } from './loopback.ts';

const role = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
const scope = z.string().regex(/^[a-z][a-z0-9_-]{0,31}:[a-z][a-z0-9_-]{0,31}$/);
const serverName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

const person = z
  .strictObject({
    tenant: TenantId,
    id: PersonId,
    name: z.string().min(1).max(200),
    roles: z.array(role).max(20),
    /** The customer whose rows alone this person may see; left out for staff. */
    customer: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
      .optional(),
  })
  .refine(
    ({ roles, customer }) => roles.includes('customer') === (customer !== undefined),
    'whoever has the role customer has a customer, and nobody else',
  );

/** An agent that works for a tenant without a person: what it may ever ask for is written here, and nothing asks for more. */
const agent = z.strictObject({
  tenant: TenantId,
  id: PersonId,
  roles: z.array(role).max(20),
  scopes: z.array(scope).min(1).max(50),
});

const server = z.strictObject({
  name: serverName,
  title: z.string().min(1).max(100),
  /** The resource indicator (RFC 8707), which becomes the one audience of its tokens. */
  resource: z
    .string()
    .max(300)
    .refine(checkedLoopback, 'a resource on this machine, such as http://127.0.0.1:4101/mcp'),
  /** The first is what a client is given that names no scope. */
  scopes: z.array(scope).min(1).max(50),
});

/** The page on which people decide: the one program that people sign in to without being asked whether it may act for them. */
const console = z.strictObject({
  redirect_uri: z
    .string()
    .max(300)
    .refine(checkedLoopback, 'a redirect address on this machine, such as http://127.0.0.1:4300/callback'),
});

const settings = z
  .strictObject({
    people: z.array(person).max(1_000),
    agents: z.array(agent).max(100),
    servers: z.array(server).min(1).max(50),
    console: console.optional(),
  })
  .refine(({ people }) => isUnique(people.map(accountOf)), 'a person is listed twice')
  .refine(({ agents }) => isUnique(agents.map(agentClientId)), 'an agent is listed twice')
  .refine(({ servers }) => isUnique(servers.map(({ resource }) => resource)), 'a resource is listed twice')
  .refine(({ servers }) => isUnique(servers.flatMap(({ scopes }) => scopes)), 'a scope is listed twice');

/** Who is there, and for which servers tokens are issued: what a start is handed. Holds no secrets. */
export type Settings = z.output<typeof settings>;
export type Person = z.output<typeof person>;
export type Agent = z.output<typeof agent>;
export type ResourceServer = z.output<typeof server>;

/** The settings in this text, or where they are wrong: paths and what is accepted, never values. */
export function readSettings(text: string): Settings {
  const parsed = settings.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
  throw new SettingsError(`--settings is not accepted; ${problems.join('; ')}`);
}

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** How a person signs in, and the subject of their tokens: `mara@acme`. */
export const accountOf = ({ id, tenant }: Pick<Person, 'id' | 'tenant'>): string => `${id}@${tenant}`;

/** The client id of an agent: `stock-watch.acme`. */
export const agentClientId = ({ id, tenant }: Pick<Agent, 'id' | 'tenant'>): string => `${id}.${tenant}`;

/** The client id of the console. */
export const CONSOLE_CLIENT = 'supercargo-console';

/** The client id under which an MCP server asks whether a token is still good (RFC 7662). */
export const serverClientId = ({ name }: Pick<ResourceServer, 'name'>): string => `server.${name}`;

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
