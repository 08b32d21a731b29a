// Synthesizes the app in its own process. Inside a test file, Jest would load the CDK again and not free its memory.
import { text } from 'node:stream/consumers';
import { synthesize } from '../../lib/synthesize.ts';

synthesize({ ...JSON.parse(await text(process.stdin)), checked: false });
