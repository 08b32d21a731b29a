// `npm run taxonomy:lock`: writes the event names and keys of feeds.config.ts to taxonomy.lock.json.
import { writeFileSync } from 'node:fs';
import { feeds } from '../feeds.config.ts';
import { prettyJson } from '../lambdas/contracts/format.ts';
import { lockOf } from './taxonomy-lock.ts';

writeFileSync('taxonomy.lock.json', prettyJson(lockOf(feeds)));
