// Files with groups of rows, and what an import of them sends and rejects.
import { expect } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { type FeedInput, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import type { EventItem } from '../../lambdas/domain/operations/item.ts';
import { type ImportedFile, importFile } from './import-file.ts';
import type { SmallPlan } from './smaller-plan.ts';
import { aWorld, type World } from './world.ts';

/** Bookings: the name of the group is not in the first column, and any row can be the first. */
export const bookings = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['guest'] }],
  event: { name: 'booking_made' },
  time: { column: 'booked_at' },
  key: [['booking']],
  groupBy: {
    column: 'booking',
    items: { as: 'rooms', columns: { room: {}, nights: { type: 'integer' } } },
  },
  also: [
    { name: 'booking_paid', when: { column: 'paid' }, time: { column: 'booked_at' }, key: [['booking']] },
  ],
  limits: { maxRejectShare: 1 },
} satisfies FeedInput;

/** Invoices: only the first row has the total and the customer. */
export const invoices = {
  kind: 'events',
  identifiers: [{ as: 'email', columns: ['mail'] }],
  event: { name: 'invoice_sent' },
  time: { column: 'sent_at' },
  key: [['number']],
  groupBy: { column: 'invoice', headColumn: 'total', items: { as: 'lines', columns: { text: {} } } },
  limits: { maxRejectShare: 1 },
} satisfies FeedInput;

const FEEDS = FeedsSchema.parse({
  workspace: 'main',
  feeds: { bookings, invoices, parts: { ...bookings, file: { trigger: 'success' } } },
});

export const BOOKINGS = 'room,booking,guest,booked_at,nights,paid';
export const room = (
  booking: string,
  name: string,
  { guest = `g-${booking}`, nights = '1', paid = '' } = {},
) => `${name},${booking},${guest},2025-12-30T10:00:00Z,${nights},${paid}`;
export const INVOICES = 'invoice,number,mail,total,sent_at,text';
export const head = (
  invoice: string,
  text: string,
  { number = invoice, mail = `${invoice}@example.com` } = {},
) => `${invoice},${number},${mail},9.50,2025-12-30T10:00:00Z,${text}`;
export const more = (invoice: string, text: string, mail = '') => `${invoice},,${mail},,,${text}`;

export interface Dropped {
  readonly sent: Record<string, readonly unknown[]>;
  /** Line and code of each row in rejects.csv. */
  readonly rejected: readonly string[];
  readonly file: ImportedFile;
  readonly rejects: string;
}

export async function dropFile(
  world: World,
  feed: string,
  body: string | Buffer,
  small?: SmallPlan,
): Promise<Dropped> {
  world.clock.advance(60);
  const file = await importFile(world, `incoming/${feed}/${world.clock.now()}.csv`, body, small);
  return readDropped(file);
}

export function readDropped(file: ImportedFile | undefined): Dropped {
  if (!file) throw new Error('the file started no import');
  const rejects = file.returned('rejects.csv') ?? '';
  const rows = parse(rejects, { columns: true, relax_column_count: true }) as Record<string, string>[];
  expect(file.report.unfinished).toBe(0);
  return {
    sent: Object.fromEntries(
      (file.items as readonly EventItem[]).map(({ name, identifiers, attributes }) => [
        `${name} ${Object.values(identifiers)[0]}`,
        ((attributes.rooms ?? attributes.lines) as { room?: string; text?: string }[]).map(
          (item) => item.room ?? item.text,
        ),
      ]),
    ),
    rejected: rows.map((row) => `${row._reject_line} ${row._reject_code}`),
    file,
    rejects,
  };
}

export const world = () => aWorld({ feeds: FEEDS });
export const TINY: SmallPlan = { chunkBytes: 1, partitions: 1 };
