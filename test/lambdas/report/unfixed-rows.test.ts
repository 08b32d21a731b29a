// A row whose structure was at fault is rejected again if its rejects.csv is dropped unchanged, also after a spreadsheet
// saved it: its cells are a guess, which must not be sent. A fixed row is sent.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { type FeedInput, type Feeds, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { BOOKINGS, bookings, room } from '../../builders/group-files.ts';
import { CONTACTS, contacts, dropIn } from '../../builders/unfixed-files.ts';
import { aWorld } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const accounts = {
  kind: 'objects',
  objectTypeId: '1',
  objectId: { column: 'account' },
  limits: { maxRejectShare: 1 },
} satisfies FeedInput;
const FEEDS: Feeds = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    contacts,
    accounts,
    bookings,
    people: { ...people, limits: { maxRejectShare: 1 } },
    events: { ...events, limits: { maxRejectShare: 1 } },
  },
});

const world = () => aWorld({ feeds: FEEDS });
const SPREADSHEETS = 'test/fixtures/spreadsheets/';
const saved = readdirSync(SPREADSHEETS).filter((name) => /^(?:excel|libreoffice).*\.csv$/.test(name));

describe('a rejects.csv that a spreadsheet saved', () => {
  it('is one that the pipeline writes', async () => {
    const { rejects } = await dropIn(world(), 'contacts', CONTACTS);
    const withoutReasons = (file: Buffer) =>
      (parse(file, { relax_column_count: true }) as string[][]).map((cells) => cells.with(10, ''));
    expect(withoutReasons(rejects)).toEqual(withoutReasons(readFileSync(`${SPREADSHEETS}rejects.csv`)));
    expect(saved).toHaveLength(7);
  });

  it.each(['rejects.csv', ...saved])('is recognized as not fixed: %s', async (name) => {
    const { delivered, sent, codes } = await dropIn(world(), 'contacts', readFileSync(SPREADSHEETS + name));
    expect({ delivered, sent }).toEqual({ delivered: 0, sent: '[]' });
    expect(codes).toEqual([...Array<string>(6).fill('not_fixed'), 'invalid_email']);
  });

  it('is recognized again each time', async () => {
    const own = world();
    let body: string | Buffer = readFileSync(`${SPREADSHEETS}excel-comma.csv`);
    for (let times = 0; times < 3; times++) {
      const { codes, rows, rejects } = await dropIn(own, 'contacts', body);
      expect(codes.filter((code) => code === 'not_fixed')).toHaveLength(6);
      expect(rows[0]?._reject_reason).toContain('more or fewer cells');
      body = rejects;
    }
  });
});

interface Feed {
  readonly feed: string;
  readonly header: string;
  readonly sound: string;
  /** A row with this cell before a cell with the text "x". */
  readonly row: (cell: string) => string;
}

const FILES: readonly Feed[] = [
  {
    feed: 'people',
    header: 'id,email,plan,note',
    sound: '1,a@example.com,pro,x',
    row: (cell) => `2,b@example.com,${cell},x`,
  },
  {
    feed: 'events',
    header: 'customer_id,event_name,timestamp,event_id,plan,note',
    sound: 'c1,joined,2025-12-30T10:00:00Z,e1,pro,x',
    row: (cell) => `c2,joined,2025-12-30T10:00:00Z,e2,${cell},x`,
  },
  { feed: 'accounts', header: 'account,plan,note', sound: 'a1,pro,x', row: (cell) => `a2,${cell},x` },
  { feed: 'bookings', header: BOOKINGS, sound: room('b1', 'Sea'), row: (cell) => room('b2', cell) },
];

/** A damaged cell, its code, and what a person does to the cell in rejects.csv. */
const FAULTS: readonly [name: string, cell: string, code: string, fix: readonly [string | RegExp, string]][] =
  [
    ['a stray quote that is taken off', '"Ba"d', 'broken_quotes', ['"""Ba""d"', 'Bad']],
    ['a stray quote that becomes text', '"Ba"d', 'broken_quotes', ['"""Ba""d"', '5 in']],
    ['a cell too many', 'Bad,more', 'column_count', [/,more,(.*),x\n/, ',x,$1\n']],
    ['an escaped quote', '"Ba\\"d"', 'escaped_quote', [/"+Ba\\"+d"+/, 'Bad']],
    ['a lost character', 'B\ufffdd', 'lost_character', ['B\ufffdd', 'Bäd']],
    ['a byte of another encoding', 'B\xe4d', 'invalid_encoding', ['B\xe4d', 'B\xc3\xa4d']],
    ['a NUL', 'B\0ad', 'nul_byte', ['B\0ad', 'Bad']],
  ];

/** The rows of bookings have the cell in the first column, so that another one would be read as the name of the group. */
const SINGLE = FILES.filter(({ feed }) => feed !== 'bookings');
const MEMBERS = FILES.flatMap((file) =>
  FAULTS.filter(([, , code]) => SINGLE.includes(file) || code !== 'column_count').map(
    (fault) => [file.feed, fault[0], file, fault] as const,
  ),
);

describe('a row whose structure was at fault', () => {
  it.each(MEMBERS)('of %s, with %s, is sent when it is fixed, and not before', async (_, __, file, fault) => {
    const [name, cell, code, [from, to]] = fault;
    const own = world();
    const text = csv(file.header, file.sound, file.row(cell));
    const encoding = name.startsWith('a byte') ? 'latin1' : 'utf8';
    const first = await dropIn(own, file.feed, Buffer.from(text, encoding));
    expect(first).toMatchObject({ delivered: 1, codes: [code] });
    const again = await dropIn(own, file.feed, first.rejects);
    expect(again).toMatchObject({ delivered: 0, sent: '[]', codes: ['not_fixed'] });
    const fixed = again.rejects.toString(encoding).replace(from, to);
    expect(fixed).not.toBe(again.rejects.toString(encoding));
    const last = await dropIn(own, file.feed, Buffer.from(fixed, encoding));
    expect(last).toMatchObject({ delivered: 1, codes: [] });
    expect(last.sent).toMatch(/B[aä]d|5 in/);
  });

  it.each(SINGLE.map((file) => [file.feed, file] as const))(
    'of %s, with a cell missing, is not sent with a blank cell, unless you say that it is right',
    async (_, file) => {
      const own = world();
      const short = file.row('Bad').slice(0, file.row('Bad').lastIndexOf(','));
      const { rejects, codes } = await dropIn(own, file.feed, csv(file.header, file.sound, short));
      expect(codes).toEqual(['column_count']);
      const again = await dropIn(own, file.feed, rejects);
      expect(again).toMatchObject({ delivered: 0, codes: ['not_fixed'] });
      const right = again.rejects.toString().replace(/column_count-[0-9a-f]+\n/, '\n');
      expect(await dropIn(own, file.feed, right)).toMatchObject({ delivered: 1, codes: [] });
    },
  );

  it('is a line that repeats the header', async () => {
    const own = world();
    const file = csv('id,email', 'id,email', '1,a@example.com');
    const { rejects } = await dropIn(own, 'people', file);
    expect(await dropIn(own, 'people', rejects)).toMatchObject({ delivered: 0, codes: ['not_fixed'] });
    const old = csv('id,email,_reject_line,_reject_code,_reject_column,_reject_reason', 'id,email,2,x,,y');
    expect(await dropIn(own, 'people', old)).toMatchObject({ delivered: 0, codes: ['repeated_header'] });
  });

  it.each([
    ['by LibreOffice, as a character', 'B\ufffdd'],
    ['as a question mark', 'B?d'],
    ['without the byte', 'Bd'],
  ])('is not fixed if a program saved a byte of another encoding %s', async (_, cell) => {
    const own = world();
    const body = Buffer.from(csv('id,email,city,name', '1,a@example.com,Köln,x'));
    const bad = Buffer.from('2,b@example.com,B\xe4d,x\n', 'latin1');
    const { rejects } = await dropIn(own, 'people', Buffer.concat([body, bad]));
    const opened = rejects.toString('latin1').replace('B\xe4d', cell);
    expect(await dropIn(own, 'people', opened)).toMatchObject({ delivered: 0, codes: ['not_fixed'] });
  });
});

describe('the rows below a quote that is not closed', () => {
  const body = csv(
    'id,email,note',
    '1,a@example.com,"open',
    '2,b@example.com,sound',
    'Dear Ann',
    '3,c@example.com,"sound, too"',
    '4,d@example.com,"sound"',
  );

  it('are sent unchanged once the quote is fixed, if they have as many cells as the header', async () => {
    const own = world();
    const { rejects, codes } = await dropIn(own, 'people', body);
    expect(codes).toEqual(Array(4).fill('unterminated_quote'));
    expect(await dropIn(own, 'people', rejects)).toMatchObject({
      delivered: 0,
      codes: Array(4).fill('not_fixed'),
    });
    const fixed = rejects.toString().replace('"""open"', 'closed');
    const { delivered, rows } = await dropIn(own, 'people', fixed);
    expect(delivered).toBe(3);
    expect(rows).toMatchObject([{ id: 'Dear Ann', _reject_code: 'not_fixed' }]);
  });
});

describe('a group with a row whose structure was at fault', () => {
  const damaged = csv(
    BOOKINGS,
    room('b1', 'Sea'),
    room('b1', '"Ro"of'),
    room('b1', 'Garden'),
    room('b2', 'Hut'),
  );

  it('is rejected whole until the row is fixed, and only that row is not_fixed', async () => {
    const own = world();
    const first = await dropIn(own, 'bookings', damaged);
    expect(first).toMatchObject({ delivered: 1, codes: ['group_broken', 'broken_quotes', 'group_broken'] });
    const again = await dropIn(own, 'bookings', first.rejects);
    expect(again).toMatchObject({ delivered: 0, sent: '[]' });
    expect(again.codes[1]).toBe('not_fixed');
    expect(again.codes.filter((code) => code === 'not_fixed')).toHaveLength(1);
    const fixed = again.rejects.toString().replace('"""Ro""of"', 'Roof');
    const last = await dropIn(own, 'bookings', fixed);
    expect(last).toMatchObject({ delivered: 3, codes: [] });
    expect(last.sent).toMatch(/Sea.*Roof.*Garden/);
  });

  it('has no hash in its sound rows', async () => {
    const { rows } = await dropIn(world(), 'bookings', damaged);
    expect(rows.map((row) => row._reject_hash)).toEqual(['', expect.stringMatching(/^broken_quotes-/), '']);
  });
});

describe('a rejects.csv of an earlier version', () => {
  it('has no hash, and its rows are sent as they are', async () => {
    const old = csv(
      'id,email,plan,_reject_line,_reject_code,_reject_column,_reject_reason',
      "3,c@example.com,'+49 151,4,column_count,,fixed",
    );
    const { delivered, sent } = await dropIn(world(), 'people', old);
    expect(delivered).toBe(1);
    expect(sent).toContain("'+49 151");
  });
});
