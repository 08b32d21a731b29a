// `npm run docs:rejects`: writes docs/rejects.md.
import { writeFileSync } from 'node:fs';
import { rejectsPage } from './rejects-page.ts';

writeFileSync(new URL('../docs/rejects.md', import.meta.url), rejectsPage());
