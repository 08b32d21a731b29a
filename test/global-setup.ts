// Runs once before all test files.
import { DEPTH } from './depth.ts';

export default function printDepth(): void {
  const other = DEPTH === 'short' ? '`npm run test:all` runs everything' : '`npm test` is the short one';
  process.stdout.write(`\nTests at ${DEPTH} depth (${other}).\n`);
}
