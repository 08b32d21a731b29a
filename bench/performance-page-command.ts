// `npm run docs:performance`: writes the results of the last `npm run bench` into docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Results } from './measure/results.ts';
import { withResults } from './performance-page.ts';

const PAGE = new URL('../docs/performance.md', import.meta.url);
const results = JSON.parse(readFileSync(new URL('./results.json', import.meta.url), 'utf8')) as Results;
writeFileSync(PAGE, withResults(readFileSync(PAGE, 'utf8'), results));
