// Runs once before all test files.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEPTH } from './depth.ts';
import { STORES_VARIABLE } from './engine/worker-engine.ts';

export default function prepare(): void {
  // Workers inherit it.
  process.env[STORES_VARIABLE] = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));

  const other = DEPTH === 'short' ? '`npm run test:all` runs everything' : '`npm test` is the short one';
  process.stdout.write(`\nTests at ${DEPTH} depth (${other}).\n`);
}
