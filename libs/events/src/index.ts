export {
  endEvent,
  eventStanding,
  failEvent,
  takeEvent,
  type EventStanding,
  type FailedTry,
  type TakenEvent,
} from './store/events.ts';
