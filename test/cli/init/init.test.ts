import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Doubt, draftFeed } from '../../../cli/init/draft-feed.ts';
import { knownExport } from '../../../cli/init/known-export.ts';
import { printDraft } from '../../../cli/init/print-draft.ts';
import { readSample } from '../../../cli/init/read-sample.ts';
import { type FeedInput, FeedSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { mapFile } from '../../builders/map-file.ts';
import { csv } from '../../integration/csv.ts';
import { runCommandLine } from '../run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function sample(...lines: readonly string[]) {
  const path = join(folder, 'file.csv');
  writeFileSync(path, csv(...lines));
  return readSample(path);
}
const draft = async (...lines: readonly string[]) => draftFeed(await sample(...lines));
const about = (doubts: readonly Doubt[], option: string) =>
  doubts.filter((doubt) => doubt.option === option).map(({ message }) => message);

describe('draftFeed', () => {
  it('finds identifiers, event, time, key and column types', async () => {
    const lines = [
      'event_id,event_name,timestamp,customer_id,email,price,zip,gift,due',
      'e1,order_placed,2025-11-03T14:05:09Z,c1,ann@example.com,12.50,00123,yes,2025-11-01T00:00:00Z',
      'e2,order_placed,2025-11-04T14:05:09Z,c2,bob@example.com,3,10115,no,2025-11-02T00:00:00Z',
    ];
    const { doubts, ...feed } = await draft(...lines);
    expect(feed).toEqual({
      kind: 'events',
      identifiers: [
        { as: 'id', columns: ['customer_id'] },
        { as: 'email', columns: ['email'] },
      ],
      event: { column: 'event_name' },
      time: { column: 'timestamp' },
      key: [['event_id']],
      columns: { price: { type: 'number' }, gift: { type: 'boolean' }, due: { type: 'datetime' } },
    });
    expect(doubts).toEqual([]);
    expect(mapFile(feed as FeedInput, csv(...lines)).items).toEqual([
      expect.objectContaining({ name: 'order_placed', identifiers: { id: 'c1' }, timestamp: 1762178709 }),
      expect.objectContaining({ name: 'order_placed', identifiers: { id: 'c2' }, timestamp: 1762265109 }),
    ]);
  });

  it.each([
    [['Leads of the fair', '', 'customer_id,email,plan'], 1],
    [['Report,,', 'customer_id,email,plan'], 1],
    [['Leads of the fair', 'From: 2025-11-01, To: 2025-11-30', '', 'customer_id,email,plan'], 2],
    [['Leads "of the fair', 'customer_id,email,plan'], 1],
    [['customer_id,email,plan'], undefined],
  ])('leaves out the lines above the header: %j', async (above, skipLines) => {
    const lines = [...above, 'c1,ann@example.com,gold', 'c2,bob@example.com,free', 'c3,eve@example.com,free'];
    const { file, identifiers, columns, kind, doubts } = await draft(...lines);
    expect(file).toEqual(skipLines && { skipLines });
    expect(about(doubts, 'file')).toHaveLength(skipLines ? 1 : 0);
    const feed = { kind, identifiers, columns, ...(file && { file }) } as FeedInput;
    expect(mapFile(feed, csv(...lines)).items).toMatchObject([
      { identifiers: { id: 'c1' }, attributes: { email: 'ann@example.com', plan: 'gold' } },
      { identifiers: { id: 'c2' } },
      { identifiers: { id: 'c3' } },
    ]);
  });

  it.each([
    ['name', 'Ann', 'Bob'],
    ['name,plan', 'Ann,gold', 'Bob,free,x', 'Eve,free', 'Jo,gold'],
    ['name,plan'],
  ])('leaves out nothing of a file that begins with its header: %s', async (...lines) => {
    expect((await draft(...lines)).file).toBeUndefined();
  });

  it.each(['cio_id', 'CIO ID', 'customer.io id'])('identifies by %s first', async (name) => {
    const { identifiers, doubts } = await draft(`${name},id,email,plan`, 'a3,7,ann@example.com,gold');
    expect(identifiers).toEqual([
      { as: 'cio_id', columns: [name] },
      { as: 'id', columns: ['id'] },
      { as: 'email', columns: ['email'] },
    ]);
    expect(about(doubts, 'identifiers').join()).toContain('creates no one');
  });

  it('reads a date and a time of day in two columns as one time', async () => {
    const lines = ['order_id,customer_id,Date,Time', 'o1,c1,11/23/2025,2:05 PM', 'o2,c1,11/24/2025,11:30 AM'];
    const { time, columns, doubts } = await draft(...lines);
    expect({ time, columns }).toEqual({ time: { columns: ['Date', 'Time'], format: 'us' }, columns: {} });
    expect(about(doubts, 'time')).toEqual(['times have no zone: set timezone, or their rows are rejected']);
  });

  it('reads a file without events as people, and recognizes consents in any letter case', async () => {
    const { kind, identifiers, columns, doubts } = await draft(
      'Email Address,Unsubscribed,created_at,Total',
      'ann@example.com,no,2025-11-03 10:00:00 -0500,"1.234,50 €"',
    );
    expect({ kind, identifiers, columns }).toEqual({
      kind: 'people',
      identifiers: [{ as: 'email', columns: ['Email Address'] }],
      columns: {
        Unsubscribed: { as: 'unsubscribed', type: 'boolean' },
        created_at: { type: 'datetime' },
        Total: { type: 'money', decimal: ',' },
      },
    });
    expect(about(doubts, 'identifiers')).toEqual([expect.stringContaining('only by e-mail')]);
  });

  it.each([
    ['epoch milliseconds', ['1762196709123', '1762196709124'], { format: 'epoch_milliseconds' }, undefined],
    ['days first', ['25/12/2025 10:00 UTC', '01/12/2025 10:00 UTC'], { format: 'eu' }, undefined],
    ['months first', ['12/25/2025 10:00 UTC', '12/01/2025 10:00 UTC'], { format: 'us' }, undefined],
    [
      'dates in either order',
      ['01/02/2025 10:00 UTC', '03/04/2025 10:00 UTC'],
      {},
      'with the day or the month first',
    ],
    ['times without a zone', ['2025-11-03 10:00:00', '2025-11-04 10:00:00'], {}, 'no zone'],
    ['dates and epochs', ['2025-11-03T10:00:00Z', '1762196709'], {}, 'mixes dates with Unix timestamps'],
  ])('sets the format of %s, or adds a doubt', async (_, [first, second], format, doubt) => {
    const { time, doubts } = await draft('order_id,user_id,ordered_at', `o1,u1,${first}`, `o2,u2,${second}`);
    expect(time).toEqual({ column: 'ordered_at', ...format });
    expect(about(doubts, 'time')).toEqual(doubt === undefined ? [] : [expect.stringContaining(doubt)]);
  });

  it('leaves ids, codes and damaged digits as text', async () => {
    const { columns, doubts } = await draft(
      'user_id,itemid,phone,code,damaged,_synced,reply_to',
      'u1,1,12025550181,7,1.23E+11,1,a@example.com',
    );
    expect(columns).toEqual({ reply_to: { drop: true } });
    expect(about(doubts, 'damaged')).toEqual([expect.stringContaining('scientific notation')]);
  });

  it('adds a doubt for a key that repeats or is often blank, and for an id that may be the id of the row', async () => {
    const { doubts } = await draft(
      'order_id,id,created_at',
      'o1,1,2025-11-03T10:00:00Z',
      'o1,2,2025-11-03T10:00:00Z',
      ',3,2025-11-03T10:00:00Z',
      ',4,2025-11-03T10:00:00Z',
    );
    expect(about(doubts, 'key')).toEqual([
      '"order_id" is empty in 50 % of the rows',
      expect.stringContaining('"order_id" has repeated values'),
    ]);
    expect(about(doubts, 'identifiers')).toEqual([expect.stringContaining('and not of the row')]);
  });
});

describe('printDraft', () => {
  it('prints a valid entry of feeds.config.ts, with each doubt next to its option', async () => {
    const drafted = draftFeed(
      await sample('Order No,user_id,at,amount due', '1,u1,2025-11-03 10:00:00,1.23E+11'),
    );
    const text = printDraft('my-orders', drafted, 'file.csv');
    const feeds = new Function(`return {${text}};`)() as Record<string, FeedInput>;
    expect(FeedSchema.safeParse(feeds['my-orders']).error).toBeUndefined();
    const { doubts: _, ...feed } = drafted;
    expect({ columns: {}, ...feeds['my-orders'] }).toEqual(feed);
    expect(drafted.doubts.filter(({ message }) => !text.includes(message))).toEqual([]);
  });
});

describe('a column that looks like a consent', () => {
  it.each([
    ['Newsletter', 'yes', { type: 'optIn' }, 'Then "no" unsubscribes the person'],
    ['do_not_email', 'false', { type: 'optOut' }, 'Then "yes" unsubscribes the person'],
    ['Einwilligung', 'ja', undefined, 'set type: "optIn", and its words in values'],
  ])('%s is drafted with a question', async (column, cell, rule, question) => {
    const { columns, doubts } = await draft(`customer_id,${column}`, `7,${cell}`);
    expect(columns[column]).toEqual(rule);
    expect(about(doubts, column)).toEqual([expect.stringContaining(question)]);
  });

  it('is a plain column of an event', async () => {
    const { columns, doubts } = await draft(
      'event,timestamp,customer_id,opt_in',
      'x,2025-11-03T14:05:09Z,7,yes',
    );
    expect(columns.opt_in).toEqual({ type: 'boolean' });
    expect(about(doubts, 'opt_in')).toEqual([]);
  });
});

describe('knownExport', () => {
  it.each([
    ['test/fixtures/shopify-orders/current-79.csv', 'shopifyOrders'],
    ['test/fixtures/shopify-orders/2021-75-newest-first.csv', 'shopifyOrders'],
    ['test/fixtures/shopify-checkouts/checkouts-70.csv', 'shopifyCheckouts'],
    ['test/fixtures/shopify-customers/current-20.csv', 'shopifyCustomers'],
    ['test/fixtures/shopify-customers/2018-19.csv', 'shopifyCustomers'],
    ['test/fixtures/shopify-products/products_export.csv', undefined],
    ['test/fixtures/people/people.csv', undefined],
  ])('recognizes %s as an export for %s', async (path, preset) => {
    const { columns } = await readSample(path);
    expect(knownExport(columns.map(({ name }) => name))?.preset).toBe(preset);
  });
});

describe('csv-to-customerio init', () => {
  it('drafts the feed of a sample', async () => {
    const ran = await runCommandLine('init', 'samples/events/events.csv', '--feed', 'web-events');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain("'web-events': {\n  kind: 'events',");
  });

  it('prints the preset for a Shopify export', async () => {
    const ran = await runCommandLine('init', 'samples/shopify-orders/orders_export.csv');
    expect(ran.stdout).toContain("'orders-export': shopifyOrders,");
  });

  it('prints JSON with its doubts', async () => {
    const { stdout } = await runCommandLine('init', 'samples/people/people.csv', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ feed: 'people', kind: 'people', doubts: [] });
  });

  it.each([
    ['a missing file', 'nowhere.csv', 'There is no file nowhere.csv.'],
    ['a file that is not a CSV', 'node_modules/node/bin/node', 'not_text'],
  ])('exits with 1 and one line for %s', async (_, path, message) => {
    const ran = await runCommandLine('init', path);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
