import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectClient, makeMachine, openStage, peopleOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inDays, LOGISTICS, RAIL } from './logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);
const { approve } = peopleOf(stage);
const machine = await makeMachine(database, 'supercargo_logistics', ['mara@acme']);
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

test(
  'the real process finds the late shipment, asks for its reroute, and the worker does it once somebody else says yes',
  { timeout: 60_000 },
  async () => {
    const client = await connectClient(
      machine.start(MAIN, ['stdio', '--as', 'mara@acme', '--agent', 'desk']),
      '2026-07-28',
    );
    const listed = await client.call('list_delayed_shipments', {});
    expect(listed.structured).toMatchObject({ total: 3, shipments: [{ shipment_id: 'SHP-2002' }, {}, {}] });
    const asked = await client.call('reroute_shipment', { shipment: 'SHP-2003', route: RAIL });
    expect(asked.structured).toMatchObject({
      outcome: 'waiting',
      card: { cost: { amount: '2604.00', currency: 'EUR' } },
    });
    const id = String(asked.structured?.['request_id']);
    expect(await approve(id, 'mo')).toBeNull();
    const worker = machine.start(MAIN, ['worker']);
    const end = Date.now() + 30_000;
    let answer = asked.structured;
    while (answer?.['outcome'] === 'waiting' && Date.now() < end) {
      await sleep(200);
      answer = (await client.call('get_logistics_request', { request_id: id })).structured;
    }
    expect(answer).toMatchObject({ outcome: 'executed', result: { route: RAIL, eta: inDays(2) } });
    await client.close();
    worker.child.kill('SIGTERM');
    await worker.ended;
  },
);
