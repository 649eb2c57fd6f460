import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { HttpServer } from '../../http/addresses.ts';
import { scopesOf } from '../../http/scopes.ts';
import { askHttp, documentOf, messageOf } from '../ask-http.ts';
import { askStdio, TRIED } from '../ask-stdio.ts';
import { atEach, otherThan } from '../at-each.ts';
import { broken, EVERYWHERE, expected, type Control, type Look } from '../control.ts';
import type { Ground } from '../ground.ts';

const Listed = z.object({
  result: z.object({
    tools: z.array(
      z.object({ name: z.string(), annotations: z.object({ readOnlyHint: z.boolean().optional() }).optional() }),
    ),
  }),
});
const REMEDY = 'the roles of a server are in its src/roles.ts; nobody may ask it until that holds';
/** No tool takes it: whatever the scopes, nothing is asked for. */
const NO_TOOLS_ARGUMENT = { posture: true };
/** Everybody who may read takes back a request of their own. */
const OWN = 'withdraw_';

function writesIn(document: unknown): readonly string[] | undefined {
  const listed = Listed.safeParse(document);
  if (!listed.success) return undefined;
  return listed.data.result.tools
    .filter(({ name, annotations }) => annotations?.readOnlyHint !== true && !name.startsWith(OWN))
    .map(({ name }) => name);
}

/** A token that may read asks each tool that writes. */
async function readersWrites({ tokens }: Ground, site: HttpServer): Promise<string | undefined> {
  const token = await tokens.for(site, scopesOf(site)[0]);
  const writes = writesIn(documentOf(await askHttp(site, { ...messageOf('tools/list'), token })));
  if (writes === undefined) return 'does not say what its tools are';
  for (const name of writes) {
    const answer = await askHttp(site, { ...messageOf('tools/call', { name, arguments: NO_TOOLS_ARGUMENT }), token });
    const problem = otherThan(403, answer, `${name}, asked with a token that may read,`);
    if (problem !== undefined) return problem;
  }
  const unknown = { name: `posture_${randomUUID().slice(0, 8)}`, arguments: {} };
  const { status } = await askHttp(site, { ...messageOf('tools/call', unknown), token });
  return status === 0 ? 'an unknown tool was not answered' : undefined;
}

/** What a token was given for and the role of its person does not grant: which of the tools that write say so. */
async function beyondTheRole({ tokens }: Ground, site: HttpServer): Promise<number> {
  const token = await tokens.for(site, scopesOf(site).join(' '));
  const writes = writesIn(documentOf(await askHttp(site, { ...messageOf('tools/list'), token }))) ?? [];
  const answers = await Promise.all(
    writes.map((name) => askHttp(site, { ...messageOf('tools/call', { name, arguments: NO_TOOLS_ARGUMENT }), token })),
  );
  return answers.filter(({ status }) => status === 403).length;
}

async function overHttp(ground: Ground): Promise<readonly Look[]> {
  const narrow = await atEach(
    ground,
    'a token that may read is answered 403 by every tool that writes',
    REMEDY,
    (site) => readersWrites(ground, site),
  );
  // A customer's role grants all that a customer's token can be given for.
  if (ground.profile === 'customer') return narrow;
  const refused = (await Promise.all(ground.sites.map((site) => beyondTheRole(ground, site)))).reduce(
    (a, b) => a + b,
    0,
  );
  return [
    ...narrow,
    expected(
      refused > 0,
      `a token for everything of ${ground.enrolled ?? 'nobody'} is answered 403 by ${refused.toString()} tools that the role does not grant`,
      `a token for everything of ${ground.enrolled ?? 'nobody'} may ask everything, whatever the role`,
      REMEDY,
    ),
  ];
}

/** The first person of this machine asks each tool that writes, with nothing in it: what the role does not grant is refused as such. */
async function overStdio(ground: Ground): Promise<readonly Look[]> {
  const { enrolled } = ground;
  if (enrolled === undefined) return [broken('nobody may ask from this machine', 'run npx supercargo up --detach')];
  const list = messageOf('tools/list').body;
  const [listed] = await askStdio(ground, enrolled, [list]);
  const writes = writesIn(listed);
  if (writes === undefined) return [broken(`${TRIED} does not say what its tools are`, 'npx supercargo doctor')];
  const calls = writes.map((name) => messageOf('tools/call', { name, arguments: NO_TOOLS_ARGUMENT }).body);
  const answers = await askStdio(ground, enrolled, calls);
  const refused = answers.filter((answer) => JSON.stringify(answer).includes('"code":"insufficient_scope"')).length;
  const done = answers.filter((answer) => !JSON.stringify(answer).includes('"isError":true')).length;
  return [
    expected(
      done === 0 && refused > 0 && answers.length === writes.length,
      `${enrolled} was refused ${refused.toString()} of the ${writes.length.toString()} tools of ${TRIED} that write, for a scope that the role does not grant`,
      `${enrolled} asked ${writes.length.toString()} tools of ${TRIED} that write, and ${refused.toString()} were refused for a scope`,
      REMEDY,
    ),
  ];
}

export const roleScope: Control = {
  name: 'role_to_scope',
  title: 'role → scope',
  demands: EVERYWHERE,
  look: (ground) => (ground.profile === 'local' ? overStdio(ground) : overHttp(ground)),
};
