import { UntrustedText, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { amountOf, daysOf, expectKind, minorOf, Named, read, resultOf, said, written } from '../answers.ts';
import { approveBy, settledAnswer } from '../approval.ts';
import { shortCard } from '../card-short.ts';
import { othersFor } from '../cast.ts';
import { handledEvent } from '../events.ts';
import { Unexpected, type Play } from '../stage.ts';

const ROWS_SHOWN = 6;

const Late = z.object({
  shipment_id: z.string(),
  flow: z.string(),
  destination: z.string().nullable(),
  located_at: z.string().nullable(),
  promised: z.string().nullable(),
  days_late: z.int(),
  why: z.object({ kind: z.string(), note: UntrustedText.nullable() }).nullable(),
  endangers: z.object({ orders: z.array(z.string()), value: z.array(WireMoney) }),
  next_step: z.object({ tool: z.string(), arguments: z.object({ route: z.string().optional() }) }).nullable(),
});
type Late = z.infer<typeof Late>;
const LateList = z.object({ shipments: z.array(Late), total: z.int(), total_delivered: z.int() });

const Compared = z.object({
  carriers: z.array(
    z.object({
      ...{ carrier: z.string().nullable(), name: UntrustedText.nullable() },
      ...{ measured: z.int(), on_time_percent: z.number().nullable(), average_days_late: z.number().nullable() },
      routes: z.array(z.object({ route: z.string(), transit_days: z.int(), cost_per_kg: WireMoney })),
    }),
  ),
});

const Order = z.object({
  ...{ order: z.string(), customer: Named.nullable(), promised_on: z.string().nullable() },
  flags: z.array(
    z.object({
      ...{ kind: z.string(), severity: z.string(), state: z.string(), raised_by: z.string() },
      ...{ shipment_id: z.string().nullable(), expected_on: z.string().nullable(), days_late: z.int().nullable() },
    }),
  ),
});

const worthOf = ({ endangers }: Late): bigint => endangers.value.reduce((sum, value) => sum + minorOf(value), 0n);

/** A customer waits for it, and not we for a supplier. */
const isSold = ({ flow }: Late): boolean => flow !== 'inbound';

/** The one with most at stake of those that another route would bring sooner, a customer's before our own. */
function mostAtStake(shipments: readonly Late[]): Late | undefined {
  const [sold, ours] = [true, false].map((is) =>
    shipments
      .filter((late) => late.next_step?.tool === 'reroute_shipment' && isSold(late) === is)
      .toSorted((a, b) => Number(worthOf(b) - worthOf(a)))
      .at(0),
  );
  return sold ?? ours;
}

function lateRow(late: Late): readonly string[] {
  const { shipment_id: id, promised, days_late: days, why, endangers, next_step: next } = late;
  return [
    ...[id, promised ?? 'not recorded', daysOf(days), why?.kind.replaceAll('_', ' ') ?? 'not recorded'],
    ...[endangers.orders.slice(0, 2).join(', '), endangers.value.map(said).join(', ')],
    next?.tool === 'reroute_shipment' ? 'reroute' : 'look closer',
  ];
}

function readLate({ stage, hosts: { logistics } }: Play): Promise<Late | undefined> {
  return stage.step('It lists what is late: what waits for it, what that is worth, what would help', async () => {
    const { shipments, total } = await read(logistics, 'list_delayed_shipments', { limit: 50 }, LateList);
    if (total === 0) {
      const delivered = await read(logistics, 'list_delayed_shipments', { status: 'delivered', limit: 1 }, LateList);
      stage.say(
        `No shipment is open and late. ${delivered.total_delivered.toLocaleString('en')} were delivered after their promised day${delivered.shipments[0] === undefined ? '' : `, the worst by ${delivered.shipments[0].days_late.toLocaleString('en')} days`}.`,
        'Nothing is left to reroute here.',
      );
      return undefined;
    }
    const late = mostAtStake(shipments);
    const shown = [...(late === undefined ? [] : [late]), ...shipments.filter((one) => one !== late)];
    const headings = ['shipment', 'promised', 'late by', 'why', 'waits for it', 'worth', 'next step'];
    stage.show(headings, shown.slice(0, ROWS_SHOWN).map(lateRow));
    if (total > ROWS_SHOWN) stage.say(`… and ${(total - ROWS_SHOWN).toLocaleString('en')} more`);
    if (late === undefined) {
      stage.say('Nothing is left to play here: no recorded route would bring one of them sooner.');
    }
    return late;
  });
}

async function compare({ stage, hosts: { logistics } }: Play, late: Late): Promise<void> {
  const lane = { origin: late.located_at ?? '', destination: late.destination ?? '' };
  const title = `${late.shipment_id} has most at stake. Who is on time from ${lane.origin} to ${lane.destination}?`;
  await stage.step(title, async () => {
    if (late.why?.note) stage.say(`Why it is late, in the carrier’s words: “${late.why.note.text}”`);
    const { carriers } = await read(logistics, 'compare_carriers', lane, Compared);
    const rows = carriers.map(
      ({ carrier, name, measured, on_time_percent: onTime, average_days_late: days, routes }) => [
        ...[name?.text ?? carrier ?? 'not recorded', onTime === null ? 'not recorded' : `${onTime.toString()} %`],
        ...[measured.toLocaleString('en'), days === null ? 'not recorded' : `${days.toString()} days`],
        ...[routes[0] === undefined ? 'none' : daysOf(routes[0].transit_days)],
        ...[routes[0] === undefined ? '' : said(routes[0].cost_per_kg)],
      ],
    );
    stage.show(['carrier', 'on time', 'deliveries', 'late on average', 'takes', 'a kilogram'], rows);
  });
}

async function reroute(play: Play, late: Late): Promise<void> {
  const { stage, hosts, cast } = play;
  await stage.step(`It asks to reroute ${late.shipment_id}; policy judges the extra cost`, async () => {
    const input = { shipment: late.shipment_id, route: late.next_step?.arguments.route };
    const key = { idempotency_key: `tour-${cast.run}-reroute` };
    let answer = await written(hosts.logistics, 'reroute_shipment', { ...input, ...key });
    if (answer.outcome === 'waiting') {
      stage.say(...shortCard(answer.card));
      const asked = { server: 'logistics', id: answer.request_id } as const;
      await approveBy(play, asked, othersFor(cast, answer.next));
      answer = await settledAnswer(play, asked);
    }
    const executed = expectKind(answer, 'executed');
    const [eta, route] = [resultOf(executed, 'eta'), resultOf(executed, 'route')];
    stage.say(
      `Rerouted: ${route}, expected on ${eta}, for ${amountOf(executed, 'extra_cost')} more`,
      `Undo: ${executed.undo}`,
    );
    if (route !== input.route) throw new Unexpected('the shipment should go by the route that was asked for');
  });
}

async function readFlag(play: Play, { shipment_id: id, endangers }: Late): Promise<void> {
  const { stage, hosts } = play;
  const [number] = endangers.orders;
  if (number === undefined) return;
  await stage.step(`Orders knows: Logistics told it that ${id} is late, and since then when it comes`, async () => {
    const { consumer, outcome } = await handledEvent(play, 'shipment.delayed', id);
    stage.say(`Event shipment.delayed ${id}, taken by ${consumer}: ${outcome}`);
    const order = await read(hosts.orders, 'get_order', { order: number }, Order);
    const flag = order.flags.find((one) => one.shipment_id === id && one.raised_by === 'event');
    if (flag === undefined) throw new Unexpected(`order ${number} should be flagged by the event`);
    const whose = order.customer === null ? '' : ` of ${order.customer.name.text}`;
    stage.say(
      `Order ${order.order}${whose}, promised for ${order.promised_on ?? 'no recorded day'}: ` +
        `${flag.severity} flag ${flag.kind}, ${flag.state}, raised by the event; expected on ${flag.expected_on ?? 'no recorded day'}, ${daysOf(flag.days_late ?? 0)} late`,
    );
  });
}

export async function playDelay(play: Play): Promise<void> {
  play.stage.chapter('A shipment is late');
  const late = await readLate(play);
  if (late === undefined) return;
  await compare(play, late);
  await reroute(play, late);
  await readFlag(play, late);
}
