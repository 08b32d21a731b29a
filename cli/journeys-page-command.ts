// `npm run docs:journeys`: writes docs/journeys.md.
import { writeFileSync } from 'node:fs';
import { journeysPage } from './journeys-page.ts';

writeFileSync(new URL('../docs/journeys.md', import.meta.url), journeysPage());
