// Synthesizes the app in a process of its own: within a test file the CDK would be read anew and never given back.
import { text } from 'node:stream/consumers';
import { synthesize } from '../../lib/synthesize.ts';

synthesize({ ...JSON.parse(await text(process.stdin)), checked: false });
