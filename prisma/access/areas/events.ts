import { reads, SERVER_LOGINS, TRADE_OWNERS, type Grants } from '../roles.ts';

/** What one server tells another. Trades publish and consume through functions; the tables are read by the auditor alone. */
export const EVENTS: Grants = {
  tables: [
    ...reads('supercargo_auditor', 'events', ['outbox', 'delivery']),
    ...reads('supercargo_sweeper', 'events', ['delivery']),
  ],
  functions: [
    { function: 'events.publish(text, text, uuid, jsonb)', roles: TRADE_OWNERS },
    { function: 'events.told_by(text, text)', roles: ['supercargo_payments_owner'] },
    { function: 'events.taken(uuid, text)', roles: [...TRADE_OWNERS, 'supercargo_approval_owner'] },
    { function: 'events.take(uuid)', roles: SERVER_LOGINS },
    { function: 'events.done(uuid, text)', roles: SERVER_LOGINS },
    { function: 'events.failed(uuid, text, boolean)', roles: SERVER_LOGINS },
    { function: 'events.standing()', roles: ['supercargo_terminal', 'supercargo_auditor'] },
    { function: 'events.retry_by_secret(text, text, uuid)', roles: ['supercargo_terminal'] },
    { function: 'sweep.pending(integer, text, uuid)', roles: SERVER_LOGINS },
    { function: 'approval.behind(uuid)', roles: ['supercargo_events_owner'] },
    { function: 'approval.ask_born(uuid, text, text)', roles: SERVER_LOGINS },
  ],
};
