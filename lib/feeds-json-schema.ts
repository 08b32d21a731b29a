// The JSON Schema of the feeds' configuration, generated from the zod schema that checks it.
import * as z from 'zod';
import { FeedsSchema } from '../lambdas/contracts/feed/feed.ts';
import { prettyJson } from '../lambdas/contracts/format.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

export function feedsJsonSchema(): JsonSchema {
  return z.toJSONSchema(FeedsSchema, { io: 'input', unrepresentable: 'any' });
}

/** The content of docs/feeds.schema.json. */
export function printFeedsJsonSchema(): string {
  return prettyJson(feedsJsonSchema());
}

/** The names of all options, at every depth. */
export function optionNames(schema: unknown): readonly string[] {
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { properties = {}, ...rest } = node as { readonly properties?: Readonly<Record<string, unknown>> };
    for (const name of Object.keys(properties)) names.add(name);
    for (const inner of [...Object.values(properties), ...Object.values(rest)]) walk(inner);
  };
  walk(schema);
  return [...names];
}
