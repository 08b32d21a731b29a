// `npm run taxonomy:lock`: remembers the event names of feeds.config.ts.
import { writeFileSync } from 'node:fs';
import { feeds } from '../feeds.config.ts';
import { lockOf } from './taxonomy-lock.ts';

writeFileSync('taxonomy.lock.json', `${JSON.stringify(lockOf(feeds), null, 2)}\n`);
