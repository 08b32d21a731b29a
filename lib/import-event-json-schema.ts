// The JSON Schema of the events on EventBridge, made from the zod schema that they are made by.
import * as z from 'zod';
import { ImportEventSchema } from '../lambdas/contracts/import-event.ts';

/** The schema as docs/import-event.schema.json has it. */
export function printImportEventJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(ImportEventSchema), null, 2)}\n`;
}
