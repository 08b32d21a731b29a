// `npm run docs:options`: writes docs/feeds/options.md.
import { writeFileSync } from 'node:fs';
import { optionsPage } from './options-page.ts';

writeFileSync(new URL('../../docs/feeds/options.md', import.meta.url), optionsPage());
