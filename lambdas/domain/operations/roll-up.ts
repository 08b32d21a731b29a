// Adds up what a person ordered. Each import has a part of its own in the sum, which replaces itself when the import
// comes to it again: so a repeat, a crash or a redrive counts nothing twice.
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
/** What some orders come to. */
export type Sum = Readonly<z.infer<typeof SumSchema>>;

const RolledSchema = z.object({
  /** Imports that are too many to be told apart any more. */
  base: SumSchema.optional(),
  /** By the import's name, oldest first. */
  parts: z.array(z.tuple([z.string(), SumSchema])),
});
/** What is kept of a person. */
export type Rolled = Readonly<z.infer<typeof RolledSchema>>;

/** Keeps an item below a kilobyte, which is what DynamoDB charges one write for. */
const KEPT_PARTS = 7;

export function sumOf(orders: readonly Pick<OperationMeta, 'at' | 'value'>[]): Sum | undefined {
  return orders
    .map(({ at, value = '0' }) => ({ first: at, last: at, count: 1, sum: value }))
    .reduce(addUp, undefined);
}

/** What is kept once an import's orders come to `part`, whether they were counted before or not. */
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

/** Of a person of whom nothing is kept: nothing. */
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
