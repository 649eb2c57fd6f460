/** One input that a tool must refuse, and the argument that the refusal must name. */
export interface BadInput {
  readonly what: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly field: string;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly [key: string]: unknown;
}

interface Property {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

type Values = readonly (readonly [what: string, value: unknown])[];

const LONG = 'x'.repeat(10_000);

/** What no argument of any type takes. */
const NOTHING_TAKES: Values = [
  ['null', null],
  ['an object', { value: 1 }],
  ['a nested prototype', JSON.parse('{"__proto__":{"length":3}}')],
];

const NOT_OF_TYPE: Readonly<Record<string, Values>> = {
  string: [
    ['a number', 7],
    ['a boolean', true],
    ['an array', ['x']],
    ['10,000 characters', LONG],
    ['nothing between quotes', ''],
    ['a control character', 'A\u0000B'],
    ['half a character', '\ud800'],
  ],
  integer: [
    ['digits between quotes', '7'],
    ['a fraction', 1.5],
    ['a boolean', true],
    ['an array', [7]],
    ['more than a safe integer', 2 ** 53],
    ['10,000 digits', LONG.replaceAll('x', '9')],
  ],
  array: [
    ['a string', 'x'],
    ['an array of what is not listed', ['no such thing']],
    ['an empty array', []],
    ['1,000 entries', Array.from({ length: 1_000 }, () => LONG.slice(0, 10))],
  ],
  boolean: [
    ['a string', 'true'],
    ['a number', 1],
  ],
};

function outOfBounds({ minimum, maximum }: Property): Values {
  const below =
    minimum === undefined
      ? []
      : ([
          [`less than ${minimum.toString()}`, minimum - 1],
          ...(minimum > -1 ? ([['a negative number', -1]] as const) : []),
        ] as const);
  const above =
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
      ? []
      : ([[`more than ${maximum.toString()}`, maximum + 1]] as const);
  return [...below, ...above];
}

/** What a plain object has without being asked, and what JSON can spell. */
const UNKNOWN_KEYS = ['zz_unknown', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '\u0000', '\n\u0301'];

function withKey(good: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  // Through JSON, where __proto__ is a key like any other, as it arrives from a client.
  const text = JSON.stringify(good);
  return JSON.parse(
    `${text.slice(0, -1)}${text === '{}' ? '' : ','}${JSON.stringify(key)}:{"polluted":true}}`,
  ) as Record<string, unknown>;
}

function without(good: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(good).filter(([name]) => name !== key));
}

/** Every way in which one argument of a good input can be wrong, derived from the schema that clients see. */
export function badInputs(schema: JsonSchema, good: Readonly<Record<string, unknown>>): readonly BadInput[] {
  const { properties = {}, required = [] } = schema;
  const unknown = UNKNOWN_KEYS.map((key) => ({
    what: `the unknown key ${JSON.stringify(key)}`,
    input: withKey(good, key),
    field: '',
  }));
  const missing = required.map((key) => ({ what: `no ${key}`, input: without(good, key), field: key }));
  const wrong = Object.entries(properties).flatMap(([key, property]) =>
    [...NOTHING_TAKES, ...(NOT_OF_TYPE[property.type ?? ''] ?? []), ...outOfBounds(property)].map(([what, value]) => ({
      what: `${key}: ${what}`,
      input: { ...good, [key]: value },
      field: key,
    })),
  );
  return [...unknown, ...missing, ...wrong];
}
