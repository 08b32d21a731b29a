// `npm run docs:schema`: writes docs/feeds.schema.json.
import { writeFileSync } from 'node:fs';
import { printFeedsJsonSchema } from './feeds-json-schema.ts';

writeFileSync(new URL('../docs/feeds.schema.json', import.meta.url), printFeedsJsonSchema());
