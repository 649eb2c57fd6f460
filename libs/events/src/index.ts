export {
  endEvent,
  eventStanding,
  failEvent,
  takeEvent,
  type EventStanding,
  type FailedTry,
  type TakenEvent,
} from './store/events.ts';
export { readParked, RETRY_REFUSALS, retryBySecret, type ParkedEvent, type RetryRefusal } from './store/parked.ts';
