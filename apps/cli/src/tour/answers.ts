import { WriteAnswer } from '@supercargo/approval';
import { parseDecimal, spoken, UntrustedText, type Money, type WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import type { Host, ToolAnswer } from '../host/connect-host.ts';
import { Unexpected } from './stage.ts';

const Quantity = z.object({ value: z.int(), unit: z.string() });

const StockAnswer = z.object({
  sku: z.string(),
  description: z.object({ text: z.string() }),
  stock: z.array(
    z.object({ warehouse: z.string(), warehouse_name: z.string(), on_hand: Quantity, available: z.int() }),
  ),
  recorded: z.boolean(),
  on_order: Quantity,
  price: z.object({ amount: z.string(), currency: z.string() }),
  supplier: z.object({ id: z.string(), name: z.object({ text: z.string() }) }),
  lead_time_days: z.int().nullable(),
});
export type StockAnswer = z.infer<typeof StockAnswer>;

/** How many fit a list's filter: what all lists answer. */
const Total = z.object({ total: z.int() });

export const Named = z.object({ id: z.string(), name: UntrustedText });

/** An amount of an answer as people say it. */
export function said(amount: WireMoney | null): string {
  const money = amount === null ? undefined : parseDecimal(amount.amount, amount.currency);
  return money === undefined ? 'not recorded' : spoken(money);
}

export const minorOf = ({ amount, currency }: WireMoney): bigint => parseDecimal(amount, currency)?.minor ?? 0n;

/** What a read tool answered, in the shape that it promises. */
export async function read<T>(
  host: Host,
  tool: string,
  input: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
): Promise<T> {
  return parsed(schema, await host.call(tool, input), tool);
}

/** How many things a list has. */
export async function countOf(host: Host, tool: string, input: Readonly<Record<string, unknown>>): Promise<number> {
  return (await read(host, tool, { ...input, limit: 1 }, Total)).total;
}

/** An amount of what was done, as people say it. */
export function amountOf(executed: Pick<Executed, 'result'>, member = 'amount'): string {
  return said({ amount: resultOf(executed, member), currency: resultOf(executed, 'currency') });
}

export const daysOf = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'day' : 'days'}`;

/** A member of what was done, as the system of record reads it back. */
export function resultOf({ result }: Pick<Executed, 'result'>, member: string): string {
  const value = result[member];
  if (typeof value === 'object' && value !== null) return value.text;
  return value === undefined || value === null ? 'not recorded' : String(value);
}

/** What the Inventory server says of one item. */
export async function stockOf(host: Host, sku: string): Promise<StockAnswer> {
  const answer = await host.call('get_stock', { sku });
  return parsed(StockAnswer, answer, 'get_stock');
}

/** What a write tool answered, one of five kinds. */
export async function written(
  host: Host,
  tool: string,
  input: Readonly<Record<string, unknown>>,
): Promise<WriteAnswer> {
  return parsed(WriteAnswer, await host.call(tool, input), tool);
}

type Kind = WriteAnswer['outcome'];
export type Executed = Extract<WriteAnswer, { outcome: 'executed' }>;
export type Input = Readonly<Record<string, unknown>>;

/** The answer, when it is of that kind. */
export function expectKind<K extends Kind>(answer: WriteAnswer, kind: K): Extract<WriteAnswer, { outcome: K }> {
  if (isKind(answer, kind)) return answer;
  const why = 'reason' in answer ? `: ${answer.reason}` : '';
  throw new Unexpected(`the answer should be ${kind}, and is ${answer.outcome}${why}`);
}

function isKind<K extends Kind>(answer: WriteAnswer, kind: K): answer is Extract<WriteAnswer, { outcome: K }> {
  return answer.outcome === kind;
}

/** The answer, where it has the shape that this tool promises. */
export function parsed<T>(schema: z.ZodType<T>, { structured }: ToolAnswer, tool: string): T {
  const result = schema.safeParse(structured);
  if (result.success) return result.data;
  throw new Unexpected(
    `${tool} answered something else than was expected: ${JSON.stringify(structured).slice(0, 300)}`,
  );
}

export function priceOf(stock: StockAnswer): Money {
  const price = parseDecimal(stock.price.amount, stock.price.currency);
  if (price === undefined) throw new Unexpected(`the price ${stock.price.amount} cannot be read`);
  return price;
}

/** What is on hand, in words. What nobody recorded is not zero. */
export function stockLines(stock: StockAnswer): readonly string[] {
  const places = stock.stock.map(
    ({ warehouse, warehouse_name: name, on_hand: onHand, available }) =>
      `${name} (${warehouse}): ${onHand.value.toLocaleString('en')} ${onHand.unit} on hand, ${available.toLocaleString('en')} available`,
  );
  return [
    `${stock.sku}: ${stock.description.text}`,
    ...(stock.recorded ? places : ['On hand: not recorded, which is not the same as none']),
    `On order: ${stock.on_order.value.toLocaleString('en')} ${stock.on_order.unit}`,
    `Last price ${spoken(priceOf(stock))} from ${stock.supplier.name.text}; lead time ${stock.lead_time_days === null ? 'not recorded' : `${stock.lead_time_days.toString()} days`}`,
  ];
}
