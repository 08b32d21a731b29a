// The JSON Schema of the events on EventBridge, generated from their zod schema.
import * as z from 'zod';
import { prettyJson } from '../lambdas/contracts/format.ts';
import { ImportEventSchema } from '../lambdas/contracts/import-event.ts';

/** The content of docs/import-event.schema.json. */
export function printImportEventJsonSchema(): string {
  return prettyJson(z.toJSONSchema(ImportEventSchema));
}
