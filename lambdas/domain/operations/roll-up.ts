// Adds up the orders of a person. Each import has its own part in the sum. If the import counts the person again, the part
// is replaced, so that a repeat, a crash or a redrive counts nothing twice.
import * as z from 'zod';
import type { RollUp } from '../../contracts/feed/roll-up.ts';
import { addDecimals } from './decimal.ts';
import type { OperationMeta } from './operation.ts';

const SumSchema = z.object({
  /** Unix seconds. */
  first: z.number().int(),
  last: z.number().int(),
  count: z.number().int(),
  /** A decimal. */
  sum: z.string(),
});
/** The sum of some orders. */
export type Sum = Readonly<z.infer<typeof SumSchema>>;

const RolledSchema = z.object({
  /** The sum of older imports, which are no longer kept one by one. */
  base: SumSchema.optional(),
  /** The sum of each newer import, by a hash of its ID, oldest first. */
  parts: z.array(z.tuple([z.string(), SumSchema])),
});
/** The kept sums of a person. */
export type Rolled = Readonly<z.infer<typeof RolledSchema>>;

/** Keeps an item smaller than a kilobyte: DynamoDB charges by the kilobyte. */
const KEPT_PARTS = 7;

export function sumOf(orders: readonly Pick<OperationMeta, 'at' | 'value'>[]): Sum | undefined {
  return orders
    .map(({ at, value = '0' }) => ({ first: at, last: at, count: 1, sum: value }))
    .reduce(addUp, undefined);
}

/** The sums to keep after an import counted `part`, whether it counted the person before or not. */
export function withPart({ base, parts }: Rolled, importName: string, part: Sum): Rolled {
  const isKnown = parts.some(([name]) => name === importName);
  const all = isKnown
    ? parts.map(([name, sum]): [string, Sum] => [name, name === importName ? part : sum])
    : [...parts, [importName, part] as [string, Sum]];
  const old = all.slice(0, Math.max(0, all.length - KEPT_PARTS));
  const sum = old.map(([, one]) => one).reduce(addUp, base);
  return { ...(sum ? { base: sum } : {}), parts: all.slice(old.length) };
}

/** The attributes of the profile. */
export function attributesOf({ base, parts }: Rolled, names: RollUp['names']): Record<string, number> {
  const total = parts.map(([, sum]) => sum).reduce(addUp, base);
  if (!total) return {};
  return {
    [names.first]: total.first,
    [names.last]: total.last,
    [names.count]: total.count,
    [names.sum]: Number(total.sum),
  };
}

export function printRolled(rolled: Rolled): string {
  return JSON.stringify(rolled);
}

/** @param content undefined if no sums are kept. */
export function readRolled(content: string | undefined): Rolled {
  return content === undefined ? { parts: [] } : RolledSchema.parse(JSON.parse(content));
}

function addUp(a: Sum | undefined, b: Sum): Sum {
  if (!a) return b;
  return {
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    count: a.count + b.count,
    sum: addDecimals(a.sum, b.sum),
  };
}
