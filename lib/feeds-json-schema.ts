// The JSON Schema of the feeds' configuration, made from the zod schema that checks it.
import * as z from 'zod';
import { FeedsSchema } from '../lambdas/contracts/feed/feed.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

export function feedsJsonSchema(): JsonSchema {
  return z.toJSONSchema(FeedsSchema, { io: 'input' });
}

/** The schema as docs/feeds.schema.json has it. */
export function printFeedsJsonSchema(): string {
  return `${JSON.stringify(feedsJsonSchema(), null, 2)}\n`;
}

/** The names of all options, wherever they stand. */
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
