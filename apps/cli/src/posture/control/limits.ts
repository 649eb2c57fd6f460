import type { HttpServer } from '../../http/addresses.ts';
import { unmetOf } from '../../http/readiness.ts';
import { scopesOf } from '../../http/scopes.ts';
import { askHttp, messageOf } from '../ask-http.ts';
import { askStdio, TRIED } from '../ask-stdio.ts';
import { atEach, otherThan } from '../at-each.ts';
import { broken, EVERYWHERE, expected, type Control, type Look } from '../control.ts';
import type { Ground } from '../ground.ts';

const REMEDY = 'it takes more than it should: npx supercargo down, and see that it runs the code of this checkout';
/** One more than a body, or a line, may have. */
const tooManyBytes = 256 * 1024 + 1;
const tooDeep = 40;

const long = (): string => `${messageOf('tools/list').body}${' '.repeat(tooManyBytes)}`;

function deepMessage(): ReturnType<typeof messageOf> {
  const { headers } = messageOf('tools/list');
  const deep = `${'['.repeat(tooDeep)}${']'.repeat(tooDeep)}`;
  return { headers, body: `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"deep":${deep}}}` };
}

async function largeBodies({ tokens }: Ground, site: HttpServer): Promise<string | undefined> {
  const { headers } = messageOf('tools/list');
  const said = await askHttp(site, { headers, body: long() });
  const problem = otherThan(413, said, 'a body that says it is too large');
  if (problem !== undefined) return problem;
  const token = await tokens.for(site, scopesOf(site)[0]);
  const unsaid = await askHttp(site, { headers, body: long(), token, chunked: true });
  const grown = otherThan(413, unsaid, 'a body that grows too large without saying so');
  if (grown !== undefined) return grown;
  return otherThan(400, await askHttp(site, { ...deepMessage(), token }), 'a message of forty levels');
}

async function counting(site: HttpServer): Promise<string | undefined> {
  const unmet = await unmetOf(site);
  if (unmet === undefined) return 'does not say whether it is ready';
  return unmet.includes('limits') ? 'calls cannot be counted now, and are refused' : undefined;
}

async function overHttp(ground: Ground): Promise<readonly Look[]> {
  const looks = await atEach(
    ground,
    'a body above 256 KiB is answered with 413, whether it says so or not',
    REMEDY,
    (site) => largeBodies(ground, site),
  );
  const counted = await atEach(
    ground,
    'each can count calls now, by company, person, customer and tool',
    'see where the counts are kept: docs/decisions/0023-where-calls-are-counted.md',
    counting,
  );
  return [...looks, ...counted];
}

async function lines(ground: Ground, as: string): Promise<readonly Look[]> {
  const list = messageOf('tools/list').body;
  const [refused, answered] = await askStdio(ground, as, [long(), list]);
  return [
    expected(
      refused !== undefined && 'error' in refused && answered !== undefined && 'result' in answered,
      `${TRIED} refused a line above 256 KiB over stdio, and answered the next`,
      `${TRIED} took a line above 256 KiB over stdio, or did not go on after it`,
      REMEDY,
    ),
  ];
}

/** A server of its own that lets one call of a tool through, so that nobody’s budget is spent. */
async function rates(ground: Ground, as: string): Promise<readonly Look[]> {
  const call = messageOf('tools/call', { name: 'list_low_stock', arguments: { limit: 1 } }).body;
  const answers = await askStdio(ground, as, [call, call], { SUPERCARGO_LIMITS_TOOL: '1/60' });
  const [first, second] = answers.map((answer) => JSON.stringify(answer).includes('try again in'));
  return [
    expected(
      first === false && second === true,
      `${TRIED}, told to let one call of a tool through, refused the second and said when to try again`,
      `${TRIED}, told to let one call of a tool through, did not refuse the second`,
      REMEDY,
    ),
  ];
}

export const limits: Control = {
  name: 'size_and_rate_limits',
  title: 'request size and rate limits',
  demands: EVERYWHERE,
  look: async (ground) => {
    if (ground.profile !== 'local') return overHttp(ground);
    const { enrolled } = ground;
    if (enrolled === undefined) return [broken('nobody may ask from this machine', 'run npx supercargo up --detach')];
    return [...(await lines(ground, enrolled)), ...(await rates(ground, enrolled))];
  },
};
