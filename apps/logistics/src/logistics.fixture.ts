import { fileURLToPath } from 'node:url';
import { addDays, dayOf } from '@supercargo/kernel';
import { answerOf, demoLoader, peopleOf, type Input, type Stage } from '@supercargo/testing';
import { DEMO } from './import/demo/load-demo.ts';
import { logistics } from './server.ts';
import { LOGISTICS_WRITES } from './store/writes.fixture.ts';

/** A day from today, as the demo's own days are. */
export const inDays = (days: number): string => addDays(dayOf(new Date()), days);

export async function tracked(stage: Stage, shipment: string, person = 'everybody'): Promise<Input> {
  return answerOf(stage, person, 'track_shipment', { shipment });
}

export const RAIL = 'RT-RAIL-NLRTM-DEHAM';
export const FEEDER = 'RT-BLUE-NLRTM-DEHAM';

/** A reroute of the shipment in customs, by whichever of two routes it does not go by yet, that this person consented to. */
export async function newReroute(stage: Stage, person: string): Promise<Input> {
  const { route } = await tracked(stage, 'SHP-2002', person);
  const other = route === RAIL ? FEEDER : RAIL;
  return peopleOf(stage).executed(person, 'reroute_shipment', { shipment: 'SHP-2002', route: other });
}

/** Logistics, as the contract of all servers needs to know it. */
export const LOGISTICS = {
  definition: logistics,
  login: 'supercargo_logistics',
  load: demoLoader(DEMO),
  source: fileURLToPath(new URL('./', import.meta.url)),
  mayAskAll: 'everybody',
  good: {
    track_shipment: async () => ({ shipment: 'SHP-2002' }),
    list_delayed_shipments: async () => ({
      ...{ status: 'open', carrier: 'CAR-BLUE', country: 'DE', mode: 'sea', min_days_late: 2, limit: 5 },
    }),
    compare_carriers: async () => ({
      ...{ origin: 'BRSSZ', destination: 'DEHAM', country: 'DE', mode: 'sea', since: inDays(-90) },
    }),
    carrier_performance: async () => ({
      ...{ by: 'mode', since: inDays(-90), until: inDays(0), carrier: 'CAR-BLUE', mode: 'sea', country: 'DE' },
    }),
    reroute_shipment: async (stage: Stage) => ({
      ...{ shipment: 'SHP-2003', route: FEEDER, reason: 'the feeder was missed' },
      idempotency_key: stage.runtime.newId(),
    }),
    cancel_reroute: async (stage: Stage) => ({
      reroute_id: (await newReroute(stage, 'everybody'))['reroute_id'],
    }),
    reroute_driver: async (stage: Stage) => ({
      ...{ driver: 'DRV-02', region: 'SOUTH', idempotency_key: stage.runtime.newId() },
    }),
    assign_driver: async (stage: Stage) => ({
      ...{ shipment: 'SHP-2002', driver: 'DRV-01', idempotency_key: stage.runtime.newId() },
    }),
  },
  write: {
    tool: 'reroute_shipment',
    inputs: [
      { shipment: 'SHP-2003', route: FEEDER },
      { shipment: 'SHP-2003', route: RAIL },
    ],
  },
  writes: LOGISTICS_WRITES,
} as const;
