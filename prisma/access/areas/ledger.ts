import {
  CUSTOMER_LOGINS,
  EVERYBODY,
  reads,
  SERVER_LOGINS,
  TRADE_OWNERS,
  type Grants,
  type TableGrant,
} from '../roles.ts';

const REQUESTS = ['plan', 'request', 'decision'] as const;

/** The logins for customers that ask for something, each in the name of the customer of its transaction. The others only read. */
const ASKING_CUSTOMERS = ['supercargo_returns_customer'] as const;
const ASKING = [...SERVER_LOGINS, ...ASKING_CUSTOMERS];

/** Who is asked on behalf of which server: the logins of servers, and whom their functions belong to. */
const OF_A_SERVER = [
  ...SERVER_LOGINS,
  ...CUSTOMER_LOGINS,
  ...(['supercargo_approval_owner', 'supercargo_events_owner', 'supercargo_sweeper'] as const),
  ...TRADE_OWNERS,
] as const;

/** What every program does with the ledger, the people, the policy and the record. */
export const LEDGER: Grants = {
  tables: [
    ...SERVER_LOGINS.flatMap((role): readonly TableGrant[] => [
      ...reads(role, 'approval', [...REQUESTS, 'definition']),
      ...reads(role, 'people', ['tenant', 'person']),
      { role, table: 'policy.kill_switch', verbs: [{ verb: 'select', columns: ['tenant_id', 'kind', 'id'] }] },
      { role, table: 'audit.entry', verbs: [{ verb: 'insert', columns: ['tenant_id', 'record'] }] },
    ]),

    // A customer's login records what is asked of it, and knows which definitions are published; it sees no people, and of requests those of
    // its customer where they ask for something.
    ...CUSTOMER_LOGINS.flatMap((role): readonly TableGrant[] => [
      ...reads(role, 'approval', ['definition']),
      { role, table: 'audit.entry', verbs: [{ verb: 'insert', columns: ['tenant_id', 'record'] }] },
    ]),

    ...ASKING_CUSTOMERS.flatMap((role) => reads(role, 'approval', REQUESTS)),

    ...reads('supercargo_terminal', 'approval', REQUESTS),
    ...reads('supercargo_terminal', 'people', ['tenant', 'person']),

    // The console shows what waits, and its functions alone write.
    ...reads('supercargo_console', 'approval', REQUESTS),
    ...reads('supercargo_console', 'people', ['tenant', 'person']),

    ...reads('supercargo_importer', 'people', ['tenant', 'person']),
    {
      role: 'supercargo_importer',
      table: 'audit.entry',
      verbs: [{ verb: 'insert', columns: ['tenant_id', 'record'] }],
    },

    ...reads('supercargo_auditor', 'approval', REQUESTS),
    ...reads('supercargo_auditor', 'audit', ['entry']),
    ...reads('supercargo_auditor', 'people', ['tenant', 'person']),
    ...reads('supercargo_auditor', 'policy', ['version', 'rule', 'live', 'kill_switch']),

    ...reads('supercargo_sweeper', 'approval', ['request', 'execution']),
    ...TRADE_OWNERS.map((role): TableGrant => ({ role, table: 'approval.execution', verbs: ['references'] })),
  ],
  functions: [
    { function: 'app.tenant()', roles: EVERYBODY },
    { function: 'app.no_tenant()', roles: EVERYBODY },
    {
      function: 'app.customer()',
      roles: [...CUSTOMER_LOGINS, 'supercargo_policy_owner', 'supercargo_approval_owner', ...TRADE_OWNERS],
    },
    {
      function: 'app.asking_customer()',
      roles: ['supercargo_policy_owner', 'supercargo_approval_owner', ...TRADE_OWNERS],
    },
    { function: 'app.server()', roles: OF_A_SERVER },
    { function: 'app.find_server()', roles: OF_A_SERVER },

    {
      function: 'audit.canonical(jsonb)',
      roles: [
        'supercargo_policy_owner',
        'supercargo_approval_owner',
        'supercargo_audit_owner',
        'supercargo_events_owner',
      ],
    },
    {
      function: 'audit.write(jsonb)',
      roles: [
        'supercargo_people_owner',
        'supercargo_policy_owner',
        'supercargo_approval_owner',
        'supercargo_events_owner',
      ],
    },
    {
      function: 'audit.refuse_unauthenticated(text, text, text, text)',
      roles: [...SERVER_LOGINS, ...CUSTOMER_LOGINS],
    },
    {
      function: 'audit.count_unauthenticated(text[], text[], text[], bigint[])',
      roles: [...SERVER_LOGINS, ...CUSTOMER_LOGINS],
    },
    { function: 'audit.note_issuer_key(text, text, text, boolean)', roles: [...SERVER_LOGINS, ...CUSTOMER_LOGINS] },
    { function: 'audit.append(text[], text[])', roles: SERVER_LOGINS },

    {
      function: 'people.is_active(text)',
      roles: ['supercargo_policy_owner', 'supercargo_approval_owner', 'supercargo_people_owner'],
    },
    {
      function: 'people.roles_of(text)',
      roles: [
        'supercargo_policy_owner',
        'supercargo_approval_owner',
        'supercargo_people_owner',
        'supercargo_events_owner',
      ],
    },
    {
      function: 'people.check_secret(text, text)',
      roles: ['supercargo_policy_owner', 'supercargo_approval_owner', 'supercargo_events_owner'],
    },
    { function: 'people.record_sign_in(text, text[], timestamp with time zone)', roles: ['supercargo_console'] },
    { function: 'people.signed_in_within(text, interval)', roles: ['supercargo_approval_owner'] },
    { function: 'people.found_tenant(jsonb)', roles: ['supercargo_importer'] },

    { function: 'policy.stopped(text[], text[])', roles: ['supercargo_approval_owner'] },
    { function: 'policy.standing_of_customer(text, text, text, text)', roles: CUSTOMER_LOGINS },
    { function: 'policy.switch_by_secret(text, text, text, text, boolean, text)', roles: ['supercargo_terminal'] },
    { function: 'policy.may_approve(text, text[])', roles: ['supercargo_approval_owner', 'supercargo_policy_owner'] },
    { function: 'policy.consent_full(text, text, text, bigint, bigint)', roles: ['supercargo_policy_owner'] },
    { function: 'policy.reserve_consent(text, text, text, bigint, bigint)', roles: ['supercargo_approval_owner'] },
    {
      function: 'policy.required(text, text, text, bigint, bigint, text)',
      roles: [...SERVER_LOGINS, ...ASKING_CUSTOMERS, 'supercargo_approval_owner'],
    },
    {
      function: 'policy.is_for_customers(text, text)',
      roles: ['supercargo_approval_owner', 'supercargo_policy_owner'],
    },
    { function: 'policy.satisfied(text, text, integer, text, text, text[])', roles: ['supercargo_approval_owner'] },
    { function: 'policy.publish_first(jsonb)', roles: ['supercargo_people_owner'] },

    { function: 'approval.ask(text, text, text)', roles: ASKING },
    { function: 'approval.find_asked(text, text, text, text)', roles: ASKING },
    { function: 'approval.record_consent(uuid, bytea)', roles: ASKING },
    { function: 'approval.withdraw(uuid, text, text)', roles: ASKING },
    { function: 'approval.expire(uuid)', roles: SERVER_LOGINS },
    { function: 'approval.decide_by_secret(uuid, text, text, bytea, boolean, text)', roles: ['supercargo_terminal'] },
    { function: 'approval.decide_signed_in(uuid, text, bytea, boolean, text)', roles: ['supercargo_console'] },
    { function: 'approval.in_units(text, text)', roles: TRADE_OWNERS },
    { function: 'approval.money(text, text)', roles: TRADE_OWNERS },
    { function: 'approval.open(uuid, text)', roles: TRADE_OWNERS },
    { function: 'approval.invalidate(uuid, text)', roles: TRADE_OWNERS },
    { function: 'approval.consume(uuid, uuid)', roles: TRADE_OWNERS },
    { function: 'approval.had_a_say(uuid, uuid)', roles: ['supercargo_payments_owner'] },
    { function: 'approval.conclude(uuid, jsonb)', roles: TRADE_OWNERS },
    { function: 'approval.dispatch(uuid, uuid, integer)', roles: TRADE_OWNERS },
    { function: 'approval.conclude_remote(uuid, bigint, text, jsonb)', roles: TRADE_OWNERS },
    { function: 'approval.claim(uuid, integer)', roles: SERVER_LOGINS },
    { function: 'approval.mark_unknown(uuid, bigint, text)', roles: [...SERVER_LOGINS, 'supercargo_payments_owner'] },
    { function: 'sweep.due(integer, text, uuid)', roles: SERVER_LOGINS },
    { function: 'sweep.due_remote(integer, text, uuid)', roles: SERVER_LOGINS },
  ],
};
