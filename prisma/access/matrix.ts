/**
 * Who may do what in the database: the one source of every grant. `grants.sql` is generated from it and applied last, the catalogue is
 * tested against it, and `docs/access.md` shows it. A role that is not listed for a table or a function has nothing on it.
 */

export const LOGINS = [
  'supercargo_inventory',
  'supercargo_terminal',
  'supercargo_importer',
  'supercargo_auditor',
] as const;

export const OWNERS = [
  'supercargo_app_owner',
  'supercargo_people_owner',
  'supercargo_policy_owner',
  'supercargo_approval_owner',
  'supercargo_audit_owner',
  'supercargo_inventory_owner',
  'supercargo_sweeper',
] as const;

export const SCHEMAS = ['app', 'people', 'policy', 'approval', 'sweep', 'audit', 'inventory'] as const;

export type Role = (typeof LOGINS)[number] | (typeof OWNERS)[number];

/** What a role holds on a table: whole verbs, or a verb on named columns. */
export interface TableGrant {
  readonly role: Role;
  readonly table: `${(typeof SCHEMAS)[number]}.${string}`;
  readonly verbs: readonly (
    | 'select'
    | 'insert'
    | 'update'
    | 'delete'
    | 'references'
    | { readonly verb: 'insert' | 'update'; readonly columns: readonly string[] }
  )[];
}

/** Who may execute a function, by its full signature. */
export interface FunctionGrant {
  readonly function: string;
  readonly roles: readonly Role[];
}

const reads = (role: Role, schema: (typeof SCHEMAS)[number], tables: readonly string[]): readonly TableGrant[] =>
  tables.map((table) => ({ role, table: `${schema}.${table}`, verbs: ['select'] }));

const REQUESTS = ['plan', 'request', 'decision'] as const;
const IMPORTED = ['supplier', 'warehouse', 'item', 'stock', 'order_line'] as const;
/** What a file says of an order. By whom it was ordered or cancelled is said by effects alone. */
const ORDER_COLUMNS = [
  ...['number', 'sku', 'supplier_id', 'warehouse_id', 'quantity', 'price_minor', 'currency'],
  ...['state', 'ordered_at', 'expected_on', 'received_at'],
];

export const TABLE_GRANTS: readonly TableGrant[] = [
  ...reads('supercargo_inventory', 'inventory', [...IMPORTED, 'purchase_order', 'movement']),
  ...reads('supercargo_inventory', 'approval', [...REQUESTS, 'definition']),
  ...reads('supercargo_inventory', 'people', ['tenant', 'person']),
  {
    role: 'supercargo_inventory',
    table: 'audit.entry',
    verbs: [{ verb: 'insert', columns: ['tenant_id', 'record'] }],
  },

  ...reads('supercargo_terminal', 'approval', REQUESTS),
  ...reads('supercargo_terminal', 'people', ['tenant', 'person']),

  ...IMPORTED.map((table): TableGrant => ({
    role: 'supercargo_importer',
    table: `inventory.${table}`,
    verbs: ['select', 'insert', 'update'],
  })),
  {
    role: 'supercargo_importer',
    table: 'inventory.purchase_order',
    verbs: [
      'select',
      { verb: 'insert', columns: ['tenant_id', 'id', ...ORDER_COLUMNS] },
      { verb: 'update', columns: ORDER_COLUMNS },
    ],
  },
  // What moved is never edited, and which execution moved it is said by effects alone.
  {
    role: 'supercargo_importer',
    table: 'inventory.movement',
    verbs: [
      'select',
      {
        verb: 'insert',
        columns: ['tenant_id', 'id', 'sku', 'warehouse_id', 'kind', 'quantity', 'occurred_at', 'reference', 'reason'],
      },
    ],
  },
  { role: 'supercargo_importer', table: 'inventory.import_run', verbs: ['select', 'insert', 'update'] },
  { role: 'supercargo_importer', table: 'inventory.import_row', verbs: ['select', 'insert', 'delete'] },
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

  ...reads('supercargo_sweeper', 'approval', ['request']),
  { role: 'supercargo_inventory_owner', table: 'approval.execution', verbs: ['references'] },
];

const EVERYBODY: readonly Role[] = [...LOGINS, ...OWNERS];
const TRADES: readonly Role[] = ['supercargo_inventory_owner'];
const SERVERS: readonly Role[] = ['supercargo_inventory'];

export const FUNCTION_GRANTS: readonly FunctionGrant[] = [
  { function: 'app.tenant()', roles: EVERYBODY },
  { function: 'app.server()', roles: [...SERVERS, 'supercargo_approval_owner', 'supercargo_sweeper', ...TRADES] },

  {
    function: 'audit.canonical(jsonb)',
    roles: ['supercargo_policy_owner', 'supercargo_approval_owner', 'supercargo_audit_owner'],
  },
  {
    function: 'audit.write(jsonb)',
    roles: ['supercargo_people_owner', 'supercargo_policy_owner', 'supercargo_approval_owner'],
  },
  { function: 'audit.refuse_unauthenticated(text, text, text, text)', roles: SERVERS },

  {
    function: 'people.is_active(text)',
    roles: ['supercargo_policy_owner', 'supercargo_approval_owner', 'supercargo_people_owner'],
  },
  {
    function: 'people.roles_of(text)',
    roles: ['supercargo_policy_owner', 'supercargo_approval_owner', 'supercargo_people_owner'],
  },
  { function: 'people.check_secret(text, text)', roles: ['supercargo_policy_owner', 'supercargo_approval_owner'] },
  { function: 'people.found_tenant(jsonb)', roles: ['supercargo_importer'] },

  { function: 'policy.stopped(text[], text[])', roles: [...SERVERS, 'supercargo_approval_owner'] },
  { function: 'policy.switch_by_secret(text, text, text, text, boolean, text)', roles: ['supercargo_terminal'] },
  { function: 'policy.may_approve(text, text[])', roles: ['supercargo_approval_owner', 'supercargo_policy_owner'] },
  { function: 'policy.consent_full(text, text, text, bigint, bigint)', roles: ['supercargo_policy_owner'] },
  { function: 'policy.reserve_consent(text, text, text, bigint, bigint)', roles: ['supercargo_approval_owner'] },
  {
    function: 'policy.required(text, text, text, bigint, bigint, text)',
    roles: [...SERVERS, 'supercargo_approval_owner'],
  },
  { function: 'policy.satisfied(text, text, integer, text, text, text[])', roles: ['supercargo_approval_owner'] },
  { function: 'policy.publish_first(jsonb)', roles: ['supercargo_people_owner'] },

  { function: 'approval.ask(text, text, text)', roles: SERVERS },
  { function: 'approval.find_asked(text, text, text, text)', roles: SERVERS },
  { function: 'approval.record_consent(uuid, bytea)', roles: SERVERS },
  { function: 'approval.withdraw(uuid, text, text)', roles: SERVERS },
  { function: 'approval.expire(uuid)', roles: SERVERS },
  { function: 'approval.decide_by_secret(uuid, text, text, bytea, boolean, text)', roles: ['supercargo_terminal'] },
  { function: 'approval.open(uuid, text)', roles: TRADES },
  { function: 'approval.invalidate(uuid, text)', roles: TRADES },
  { function: 'approval.consume(uuid, uuid)', roles: TRADES },
  { function: 'approval.conclude(uuid, jsonb)', roles: TRADES },
  { function: 'sweep.due(integer, text, uuid)', roles: SERVERS },

  { function: 'inventory.adjust_stock(uuid)', roles: ['supercargo_inventory'] },
  { function: 'inventory.transfer_stock(uuid)', roles: ['supercargo_inventory'] },
  { function: 'inventory.create_reorder(uuid)', roles: ['supercargo_inventory'] },
  { function: 'inventory.cancel_reorder(uuid)', roles: ['supercargo_inventory'] },
];
