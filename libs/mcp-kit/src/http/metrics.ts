import type { Metrics } from '@supercargo/observe';
import type { TenantDoor } from '@supercargo/tenancy';
import type { HttpServing } from './serve-http.ts';

/** Has what a server has open told with its metrics. */
export function tellStanding(metrics: Metrics, serving: HttpServing, door: Pick<TenantDoor, 'connections'>): void {
  tell(metrics, [
    ['http_responses_open', 'Responses that are not over, streams included', () => serving.standing().responses],
    ['http_in_flight', 'Requests that wait for their answer', () => serving.standing().inFlight],
    ['http_sessions', 'Sessions of the protocol before 2026-07-28', () => serving.standing().sessions],
    ['http_streams', 'Streams of sessions', () => serving.standing().streams],
    ['http_listens', 'Open subscriptions/listen', () => serving.standing().listens],
  ]);
  tellDoor(metrics, door);
}

type Gauges = readonly (readonly [name: string, help: string, read: () => number])[];

function tell(metrics: Metrics, gauges: Gauges): void {
  for (const [name, help, read] of gauges) metrics.gauge(`supercargo_${name}`, help, read);
}

/** Has the connections to the database told with the metrics of a process. */
export function tellDoor(metrics: Metrics, door: Pick<TenantDoor, 'connections'>): void {
  tell(metrics, [
    ['database_connections', 'Open connections to the database', () => door.connections().open],
    ['database_in_use', 'Connections that somebody uses', () => door.connections().inUse],
    ['database_waiting', 'Transactions that wait for a connection', () => door.connections().waiting],
  ]);
}
