// The JSON Schema of the feeds' configuration, made from the zod schema that checks it.
import * as z from 'zod';
import { FeedsSchema } from '../lambdas/contracts/feed.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

export function feedsJsonSchema(): JsonSchema {
  return z.toJSONSchema(FeedsSchema, { io: 'input' });
}

/** The names of all options, wherever they stand. */
export function optionNames(schema: unknown): readonly string[] {
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { properties } = node as { properties?: Record<string, unknown> };
    for (const name of Object.keys(properties ?? {})) names.add(name);
    for (const inner of Object.values(node)) walk(inner);
  };
  walk(schema);
  return [...names];
}
