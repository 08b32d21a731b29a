// Part of `npm run docs:schema`: writes docs/import-event.schema.json.
import { writeFileSync } from 'node:fs';
import { printImportEventJsonSchema } from './import-event-json-schema.ts';

writeFileSync(new URL('../docs/import-event.schema.json', import.meta.url), printImportEventJsonSchema());
