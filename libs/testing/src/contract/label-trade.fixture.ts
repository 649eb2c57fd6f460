import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, refuse } from '@supercargo/kernel';
import { allTools, defineReadTool, definitionOf, defineWriteTool, type ResourceTemplate } from '@supercargo/mcp-kit';
import { afterAll } from 'vitest';
import * as z from 'zod';
import type { TestDatabase } from '../test-database.ts';
import type { ServerFacts } from './facts.ts';
import type { Stage } from './stage.ts';

/** A trade of two tools, valid in everything: it reads and renames warehouses. The self-test of the contract breaks it piece by piece. */

const Warehouse = z.strictObject({
  warehouse: z
    .string()
    .min(1)
    .max(32)
    .regex(/^[A-Z0-9-]+$/),
});
const Done = z.strictObject({ warehouse: z.string(), before: z.string() });
const NAME = { name: 'warehouse_name', text: 'select name from inventory.warehouse where id = $1' } as const;
const UNKNOWN = {
  code: 'unknown_warehouse',
  reason: 'there is no such warehouse',
  field: 'warehouse',
  accepted: 'HAM-1',
};

export const getLabel = defineReadTool({
  name: 'get_label',
  title: 'Get a label',
  description: 'What a warehouse is called.',
  scopes: ['inventory:read'],
  input: Warehouse,
  output: z.strictObject({ label: z.string() }),
  async read({ warehouse }, { tx }) {
    const [row] = await tx.query<{ name: string }>(NAME, [warehouse]);
    return row === undefined ? refuse(UNKNOWN) : ok({ label: row.name });
  },
});

export const setLabel = defineWriteTool({
  name: 'set_label',
  title: 'Set a label',
  description: 'Asks to call a warehouse something else.',
  scopes: ['inventory:reorder'],
  input: Warehouse.extend({
    label: z
      .string()
      .min(1)
      .max(50)
      .regex(/^[A-Za-z ]+$/),
  }),
  reversibility: { kind: 'compensable', by: 'set_label', until: 'somebody calls it something else' },
  execute: 'inventory.set_label',
  async plan({ warehouse, label }, { tx }) {
    const [row] = await tx.query<{ name: string }>(NAME, [warehouse]);
    if (row === undefined) return refuse(UNKNOWN);
    return ok({
      ...{ effect: { warehouse, label, before: row.name }, guards: { label: row.name }, amount: null, units: null },
      card: {
        ...{ sentence: `Call ${warehouse} ${label}.`, changes: [{ what: 'Label', before: row.name, after: label }] },
        ...{ guards: [{ fact: 'label', value: row.name }], facts: [], flags: [], undo: 'set_label sets the old one' },
      },
    });
  },
  readBack: async (result) => Done.parse(result),
});

export const labelResource: ResourceTemplate = {
  ...{ name: 'label', title: 'Label', description: 'What a warehouse is called.' },
  ...{ uriTemplate: 'inventory://label/{id}', scopes: ['inventory:read'] },
  read: () => Promise.resolve(ok({})),
};

/** The effect of `set_label`, under a name and with a check of its guard or with another. */
function effect(name: string, check: string): string {
  return `
    create function inventory.${name}(p_request uuid) returns approval.opening
    language plpgsql volatile security definer set search_path = '' as $$
    declare
      o approval.opening := approval.open(p_request, 'set_label');
      execution constant uuid := gen_random_uuid();
      plan jsonb := o.plan;
      label text;
    begin
      if o.refusal is not null then return o; end if;
      select w.name into label from inventory.warehouse w
        where w.tenant_id = app.tenant() and w.id = plan #>> '{effect,warehouse}' for update;
      o.detail := ${check};
      if o.detail is not null then return approval.invalidate(p_request, o.detail); end if;
      o := approval.consume(p_request, execution);
      if o.refusal is not null then return o; end if;
      insert into inventory.effect (tenant_id, execution_id, tool) values (app.tenant(), execution, 'set_label');
      update inventory.warehouse w set name = plan #>> '{effect,label}'
        where w.tenant_id = app.tenant() and w.id = plan #>> '{effect,warehouse}';
      return approval.conclude(execution, jsonb_build_object(
        'warehouse', plan #>> '{effect,warehouse}', 'before', plan #>> '{effect,before}'));
    end$$;
    alter function inventory.${name}(uuid) owner to supercargo_inventory_owner;
    grant execute on function inventory.${name}(uuid) to supercargo_inventory`;
}

const CHANGED = "plan #>> '{guards,label}' is distinct from label";

/** The effect functions of the trade, and those that a careless hand would write. */
export async function createEffects(database: TestDatabase): Promise<void> {
  const words = "format('the label changed from %s to %s', plan #>> '{guards,label}', label)";
  await database.admin(effect('set_label', `case when ${CHANGED} then ${words} end`));
  await database.admin(effect('set_label_careless', 'null'));
  await database.admin(effect('set_label_silent', `case when ${CHANGED} then '' end`));
  await database.admin(effect('set_label_telling', `case when ${CHANGED} then 'duplicate key of supercargo_x' end`));
  await database.admin(effect('set_label_mine', 'null'));
  await database.admin('alter function inventory.set_label_mine(uuid) owner to supercargo_inventory');
  await database.admin(effect('set_label_invoked', 'null'));
  await database.admin('alter function inventory.set_label_invoked(uuid) security invoker');
  await database.admin(effect('set_label_shut', 'null'));
  await database.admin('revoke execute on function inventory.set_label_shut(uuid) from public, supercargo_inventory');
}

async function labels(stage: Stage): Promise<unknown> {
  const { tenant } = stage.principal('nobody');
  return stage.database.admin('select id, name from inventory.warehouse where tenant_id = $1', [tenant]);
}

/** The facts of the trade, with the files of an app in a folder of their own. */
function labelFacts(): ServerFacts {
  const definition = {
    ...{ name: 'inventory', title: 'Labels', version: '0.0.1', instructions: 'Labels.', prompts: [] },
    resources: [labelResource],
    tools: [getLabel, setLabel],
    scopesByRole: { supply_chain_manager: ['inventory:read', 'inventory:reorder'] },
  };
  const source = `${mkdtempSync(join(tmpdir(), 'supercargo-labels-'))}/`;
  mkdirSync(`${source}tools/__snapshots__`, { recursive: true });
  for (const tool of allTools(definition)) {
    const file = tool.name.replaceAll('_', '-');
    const snapshot = `${JSON.stringify(definitionOf(tool), null, 2)}\n`;
    writeFileSync(`${source}tools/__snapshots__/${file}.snap.json`, snapshot);
    if (!definition.tools.some(({ name }) => name === tool.name)) continue;
    writeFileSync(`${source}tools/${file}.ts`, '');
    writeFileSync(`${source}tools/${file}.test.ts`, `test('${tool.name}', …`);
  }
  const input = { warehouse: 'HAM-1', label: 'Harbour' };
  return {
    ...{ definition, source, login: 'supercargo_inventory', mayAskAll: 'supply_chain_manager' },
    load: async (database, tenant) => {
      await database.admin("insert into inventory.warehouse (tenant_id, id, name) values ($1, 'HAM-1', 'Hamburg')", [
        tenant,
      ]);
    },
    good: { get_label: async () => ({ warehouse: 'HAM-1' }), set_label: async () => input },
    write: { tool: 'set_label', inputs: [input, { ...input, label: 'Quay' }] },
    writes: {
      set_label: {
        holds: labels,
        undo: (_input, { warehouse, before }) => ({ warehouse, label: before }),
        breakGuard: {
          label: (database, { tenant }) =>
            database.admin("update inventory.warehouse set name = 'Other' where tenant_id = $1", [tenant]),
        },
      },
    },
  };
}

/** Makes facts of the valid trade, each time with a folder of their own; gone with the test file. */
export function validFacts(): () => ServerFacts {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true });
  });
  return () => {
    const facts = labelFacts();
    made.push(facts.source);
    return facts;
  };
}
