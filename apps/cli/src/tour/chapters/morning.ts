import { SERVERS, type ServerName } from '@supercargo/kernel';
import type { Host } from '../../host/connect-host.ts';
import { countOf } from '../answers.ts';
import { Unexpected, type Play } from '../stage.ts';

/** What a briefing begins with: how many, and of what. */
type Counts = (host: Host) => Promise<readonly (readonly [count: number, of: string])[]>;

const COUNTS: Readonly<Record<ServerName, Counts>> = {
  inventory: async (host) => [
    [await countOf(host, 'list_low_stock', {}), 'items low'],
    [await countOf(host, 'list_reorders', { overdue: true }), 'purchase orders overdue'],
  ],
  logistics: async (host) => [
    [await countOf(host, 'list_delayed_shipments', {}), 'shipments late'],
    [await countOf(host, 'list_delayed_shipments', { status: 'delivered' }), 'delivered late'],
  ],
  orders: async (host) => [
    [await countOf(host, 'find_orders', { flagged: true }), 'orders flagged'],
    [await countOf(host, 'find_orders', { overdue: true }), 'overdue'],
  ],
  returns: async (host) => [[await countOf(host, 'list_returns', { states: ['requested'] }), 'returns to decide on']],
  payments: async (host) => [
    [await countOf(host, 'list_settlement_exceptions', {}), 'settlement exceptions'],
    [await countOf(host, 'list_invoices', { states: ['open'] }), 'open bills'],
  ],
};

/** Names of tools that would decide about what was asked for. `approve_return` asks, as every write does. */
const DECIDES = /(approve|reject|decide)_\w*request|policy|kill/;

async function meet({ stage, hosts }: Play): Promise<void> {
  await stage.step('A host starts the five servers and asks what they can do', async () => {
    const rows = await Promise.all(
      SERVERS.map(async (server) => ({ host: hosts[server], tools: await hosts[server].tools() })),
    );
    stage.show(
      ['server', 'protocol', 'tools'],
      rows.map(({ host, tools }) => [host.server, host.protocol, tools.length.toString()]),
    );
    if (rows.some(({ tools }) => tools.some((tool) => DECIDES.test(tool)))) {
      throw new Unexpected('no tool should decide about a request');
    }
    stage.say('None of the tools approves what was asked for: an agent asks, a person decides.');
  });
}

/** The briefing as the server gives it to every host, and the counts that it begins with. */
async function briefingLines(server: ServerName, host: Host): Promise<readonly string[]> {
  const [text, counts, waiting] = await Promise.all([
    host.prompt(`morning_briefing_${server}`),
    COUNTS[server](host),
    countOf(host, `list_${server}_requests`, { states: ['waiting'] }),
  ]);
  const headings = [...text.matchAll(/^\d\. ([^:]+):/gm)].map(([, heading]) => heading);
  if (headings.length === 0) throw new Unexpected(`the briefing of ${server} should have numbered headings`);
  const all = [...counts, [waiting, 'requests waiting'] as const];
  return [
    `${server}: ${all.map(([count, of]) => `${count.toLocaleString('en')} ${of}`).join(', ')}`,
    `  asks after: ${headings.join('; ')}`,
  ];
}

export async function playMorning(play: Play): Promise<void> {
  const { stage, hosts } = play;
  stage.chapter('The morning');
  await meet(play);
  await stage.step('Each server gives the agent its own briefing to follow; what it finds first', async () => {
    const told = await Promise.all(SERVERS.map((server) => briefingLines(server, hosts[server])));
    stage.say(...told.flat());
  });
}
