import { oneOf, words } from './names.ts';
import type { Change } from './write-tool.ts';

const isText = ({ column }: Change): boolean => column.type === 'text';

/** The effect: the frame that every effect has, with the guards of this one. */
export function effectFile({ names, table, column }: Change): string {
  const { tool, server } = names;
  const key = table.key.name;
  const cast = table.key.type === 'uuid' ? '::uuid' : '';
  const subject = words(table.name);
  const target = `plan #>> '{effect,${key}}'`;
  const value =
    column.type === 'text'
      ? `plan #>> '{effect,${column.name}}'`
      : `(plan #>> '{effect,${column.name}}')::${column.type}`;
  return `-- Sets the ${words(column.name)} of one ${subject}, once, as it was approved. Takes the request id and nothing else.
create or replace function ${server}.${tool}(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, '${tool}');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  x ${server}.${table.name};
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into x from ${server}.${table.name} r where r.tenant_id = t and r.${key} = (${target})${cast} for update;
  -- Every comparison is \`is distinct from\`, and every sentence a format(): what a plan leaves out is a difference, never a silence.
  o.detail := case
    when x.${key} is null then 'the ${subject} no longer exists'
    when coalesce(x.${column.name}::text, 'not recorded') is distinct from plan #>> '{guards,${column.name}}'
      then format('the ${words(column.name)} changed from %s to %s', plan #>> '{guards,${column.name}}', coalesce(x.${column.name}::text, 'not recorded'))
    when plan #>> '{effect,${column.name}}' is null then 'the plan does not say what to set'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into ${server}.effect (tenant_id, execution_id, tool) values (t, execution, '${tool}');
  update ${server}.${table.name} r set ${column.name} = ${value} where r.tenant_id = t and r.${key} = x.${key};
  return approval.conclude(execution, jsonb_build_object('${key}', x.${key}, 'before', x.${column.name}));
end$$;
alter function ${server}.${tool}(uuid) owner to supercargo_${server}_owner;
`;
}

/** How the contract asks for it, and breaks its guard. SQL lives in the store, that of a fixture too. */
export function factsFile(change: Change, factsName: string): string {
  const { names, table, column } = change;
  const { server } = names;
  const [key, target] = [table.key.name, `${server}.${table.name}`];
  const other = isText(change) ? `coalesce(${column.name}, '') || ' x'` : `coalesce(${column.name}, 0) + 1`;
  return `/** As much of a test's stage as these need. */
interface Stage {
  readonly database: Records;
  readonly runtime: { newId(): string };
  principal(person: string): { readonly tenant: string };
}

/** The system of record, past its walls. */
interface Records {
  admin(text: string, parameters: readonly unknown[]): Promise<readonly unknown[]>;
}

const tenantOf = (stage: Stage): string => stage.principal('nobody').tenant;

/** What the contract of all servers has to know of ${names.tool}. */
export const ${factsName} = {
  /** A row that is there and has a value to go back to, and a value that it does not have. */
  good: async (stage: Stage): Promise<Readonly<Record<string, unknown>>> => {
    const [found] = await stage.database.admin(
      \`update ${target} r set ${column.name} = coalesce(${column.name}, ${isText(change) ? "'x'" : '1'})
       where tenant_id = $1 and ${key} = (select ${key} from ${target} where tenant_id = $1 order by ${key} limit 1)
       returning ${key}, ${isText(change) ? `${column.name} || ' x'` : `${column.name} + 1`} as ${column.name}\`,
      [tenantOf(stage)],
    );
    const row = found as Readonly<Record<string, unknown>> | undefined;
    if (row === undefined) throw new Error('the company has no ${words(table.name)}');
    const value = ${isText(change) ? `String(row['${column.name}'])` : `Number(row['${column.name}'])`};
    return { ${key}: row['${key}'], ${column.name}: value, idempotency_key: stage.runtime.newId() };
  },
  facts: {
    undo: (input: Readonly<Record<string, unknown>>, result: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
      ${key}: input['${key}'],
      ${column.name}: ${isText(change) ? `(result['${column.name}_before'] as { readonly text: string }).text` : `result['${column.name}_before']`},
    }),
    holds: (stage: Stage): Promise<unknown> =>
      stage.database.admin('select ${key}, ${column.name} from ${target} where tenant_id = $1 order by ${key}', [
        tenantOf(stage),
      ]),
    breakGuard: {
      ${column.name}: (
        database: Records,
        { tenant, effect }: { readonly tenant: string; readonly effect: Readonly<Record<string, unknown>> },
      ): Promise<unknown> =>
        database.admin(
          "update ${target} set ${column.name} = ${other} where tenant_id = $1 and ${key} = $2",
          [tenant, effect['${key}']],
        ),
    },
  },
} as const;
`;
}

export function writeTestFile(change: Change): string {
  const { names, table, column } = change;
  const { tool, file, server, allowed, scope } = names;
  const [key, facts, own] = [table.key.name, server.toUpperCase(), tool.toUpperCase()];
  return `import { openStage, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { ${facts} } from '../${server}.fixture.ts';
import { ${own} } from '../store/${file}.fixture.ts';

const database = await testDatabase();
const rule = { server: '${server}', tool: '${tool}', over_minor: -1, currency: 'EUR', tier: 'consent', quorum: 1 } as const;
const stage = await openStage(database, ${facts}, { founding: { rules: [rule] } });

const held = (): Promise<unknown> => ${own}.facts.holds(stage);

async function asked(input: Readonly<Record<string, unknown>>): Promise<string> {
  return requestIdOf(await stage.call('${allowed}', '${tool}', input, { canShow: ['forms'] }));
}

test('plans: the card says what would change, and nothing has', async () => {
  const input = await ${own}.good(stage);
  const before = await held();
  expect(await stage.call('${allowed}', '${tool}', input)).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: { sentence: expect.stringContaining(String(input['${key}'])) as string, changes: [{}], cost: null },
    },
  });
  expect(await held()).toEqual(before);
});

test('once consented to, it is set once, and what was set is read back', async () => {
  const input = await ${own}.good(stage);
  const before = await held();
  const resumed = { requestId: await asked(input), answer: 'given' } as const;
  const executed = await stage.call('${allowed}', '${tool}', input, { resumed });
  expect(executed).toMatchObject({ structured: { outcome: 'executed', result: { ${key}: input['${key}'] } } });
  const after = await held();
  expect(after).not.toEqual(before);
  expect(after).toEqual(expect.arrayContaining([{ ${key}: input['${key}'], ${column.name}: ${stored(change)} }]));
  expect(await stage.call('${allowed}', '${tool}', input)).toMatchObject({ structured: { outcome: 'executed' } });
  expect(await held()).toEqual(after);
});

test('what changed meanwhile ends the request: nothing is done, and the answer says what changed', async () => {
  const input = await ${own}.good(stage);
  const resumed = { requestId: await asked(input), answer: 'given' } as const;
  await ${own}.facts.breakGuard.${column.name}(database, { tenant: 'acme', effect: input });
  const before = await held();
  expect(await stage.call('${allowed}', '${tool}', input, { resumed })).toMatchObject({
    structured: { outcome: 'failed', reason: expect.stringContaining('the ${words(column.name)} changed from') as string },
  });
  expect(await held()).toEqual(before);
});

test('refuses ${oneOf(table.name)} that nobody recorded, and writes nothing', async () => {
  const input = { ...(await ${own}.good(stage)), ${key}: ${table.key.type === 'uuid' ? 'stage.runtime.newId()' : "'NO-SUCH'"} };
  const rows = await rowCounts(database);
  expect(await stage.call('${allowed}', '${tool}', input)).toMatchObject({
    refusal: { code: 'unknown_${table.name}', field: '${key}', accepted: expect.any(String) as string },
  });
  expect(await rowCounts(database)).toEqual(rows);
});

test('refuses to set what is set already', async () => {
  const { ${key}: key, ${column.name}: value } = await ${own}.good(stage);
  await database.admin('update ${server}.${table.name} set ${column.name} = $2 where ${key} = $1', [key, value]);
  expect(await stage.call('${allowed}', '${tool}', { ${key}: key, ${column.name}: value })).toMatchObject({
    refusal: { code: 'unchanged', field: '${column.name}' },
  });
});

test('refuses whoever has no role for it', async () => {
  expect(await stage.call('olga', '${tool}', await ${own}.good(stage))).toMatchObject({
    refusal: { code: 'insufficient_scope', reason: 'your role does not grant ${scope}' },
  });
});
`;
}

/** A whole number of the database's bigint comes as text. */
function stored({ column }: Change): string {
  return column.type === 'bigint' ? `String(input['${column.name}'])` : `input['${column.name}']`;
}
