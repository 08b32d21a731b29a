// A file of people with faults of its structure and of its values, and the feed that reads it.
import { expect } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import { csv } from '../integration/csv.ts';
import { importFile } from './import-file.ts';
import type { World } from './world.ts';

export const contacts = {
  kind: 'people',
  identifiers: [
    { as: 'id', columns: ['id'] },
    { as: 'email', columns: ['email'] },
  ],
  columns: { spent: { type: 'number' }, joined: { type: 'date', timezone: 'UTC' } },
  limits: { maxRejectShare: 1 },
} satisfies FeedInput;

/** Lines with a fault of their structure are those with the id 2 to 7. The others have a wrong value. */
export const CONTACTS = csv(
  'id,email,city,spent,joined,phone,note',
  '00001,a@example.com,Kiel,10.00,2025-11-03,+4915123456789,sound',
  '00002,b@example.com,Köln,1.50,2025-11-03,+4915123456780',
  '00003,c@example.com,"Bad "Ems,7.00,2025-11-03,+4915123456781,=1+1',
  '00004,d@example.com,Bonn,1,234.50,2025-11-03,+4915123456782,two delimiters',
  '1600000000005,e@example.com,Ulm,"2.50,2025-11-03,+4915123456783,- open',
  '00006,f@example.com,Trier,3.00,2025-11-03,+4915123456784,below an open quote',
  '00007,g@example.com,Aachen,4.00,2025-11-03 10:00,+4915123456785,TRUE,"x"',
  '00008,h@@example.com,Mainz,5.00,2025-11-03,+4915123456786,-5',
);

export interface DroppedAgain {
  readonly delivered: number;
  /** What was posted, as JSON. */
  readonly sent: string;
  readonly codes: readonly (string | undefined)[];
  readonly rows: readonly Record<string, string>[];
  /** As the bytes are. */
  readonly rejects: Buffer;
}

/** Imports a file, and reads its rejects.csv. */
export async function dropIn(world: World, feed: string, body: string | Buffer): Promise<DroppedAgain> {
  world.clock.advance(60);
  const file = await importFile(world, `incoming/${feed}/${world.clock.now()}.csv`, body);
  if (!file) throw new Error('the file started no import');
  const { report, items } = file;
  expect(report.unfinished).toBe(0);
  const key = `${reportPrefix(feed, report.importId)}rejects.csv`;
  const rejects = await world.objects.read({ key });
  const delimiter = rejects.includes(';_reject_code;') ? ';' : ',';
  const rows = parse(rejects, { columns: true, relax_column_count: true, delimiter }) as Record<
    string,
    string
  >[];
  return {
    delivered: report.outcomes.delivered,
    sent: JSON.stringify(items),
    codes: rows.map((row) => row._reject_code),
    rows,
    rejects,
  };
}
