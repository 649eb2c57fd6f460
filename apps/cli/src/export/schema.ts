import * as z from 'zod';

/** As much of a JSON Schema as an export reads: what tools say of their arguments and answers. */
export interface Schema {
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly maximum?: number | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly items?: Schema | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
}

/** `["string", "null"]` is a string where it is not null. */
const Type = z
  .union([z.string(), z.array(z.string())])
  .transform((type) => (typeof type === 'string' ? type : type.find((one) => one !== 'null')));

export const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: Type.optional(),
    description: z.string().optional(),
    maximum: z.number().optional(),
    properties: z.record(z.string(), Schema).optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).optional(),
  }),
);

/** What a value is where it is not null. */
export function present(schema: Schema): Schema {
  const [only, ...others] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  return only === undefined || others.length > 0 ? schema : present(only);
}
