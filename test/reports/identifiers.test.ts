// Kinds of trouble with identifiers, as users report them.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import { leads } from '../../lambdas/domain/presets/leads.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { csv } from '../integration/csv.ts';
import { attributesOf, drop, dropOn, peopleOf, pipelineOf } from './dropped.ts';

const members: FeedInput = {
  kind: 'people',
  identifiers: [
    { as: 'id', columns: ['member no'] },
    { as: 'email', columns: ['mail'] },
  ],
};
const scans: FeedInput = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['card'] }],
  event: { name: 'gate_passed' },
  time: { column: 'at' },
};
const companies: FeedInput = { kind: 'objects', objectTypeId: '1', objectId: { column: 'company' } };
const seats: FeedInput = {
  kind: 'relationships',
  identifiers: [{ as: 'email', columns: ['mail'] }],
  objectTypeId: '1',
  objectId: { column: 'company' },
};

describe("kind 5: a list's own id column", () => {
  it.each([
    ['id in a list of leads', leads, csv('id,email,form', 'l:1,ann@example.com,A'), 'identifier_column'],
    ['cio_id next to the id', people, csv('id,cio_id,plan', '7,0a1b,gold'), 'identifier_column'],
    [
      'anonymous_id in a list of leads',
      leads,
      csv('email,anonymous_id', 'ann@example.com,x'),
      'identifier_column',
    ],
    ['id next to another id', members, csv('member no,id', '7,8'), 'identifier_column'],
  ])('is refused: %s', async (_, feed, body, code) => {
    const { state, sent } = await dropOn(feed, body);
    expect(state).toBe(`failed: ${code}`);
    expect(sent).toEqual([]);
  });

  it('names the column and what to write', async () => {
    const { report } = await dropOn(leads, csv('id,email', 'l:1,ann@example.com'));
    expect(report.reason?.message).toContain('columns: { "id": { drop: true } }');
  });

  it('is a finding in a feed of events', async () => {
    const { state, findings } = await dropOn(scans, csv('card,at,id', '7,2025-12-30T10:00:00Z,91'));
    expect(state).toBe('completed');
    expect(Object.keys(findings)).toContain('unnamed_identifier');
  });

  it('never changes the id of a person who is known', async () => {
    const world = pipelineOf({ people, leads });
    await drop(world, 'people/a.csv', csv('id,email', 'cust-3,bob@example.com'));
    await drop(world, 'leads/b.csv', csv('id,email', 'l:9,bob@example.com'));
    expect(world.customerIo.requests.flatMap(({ items }) => items)).toHaveLength(1);
  });
});

/** A row that is sound, and the same row with its identifier replaced. */
const rowsWith = (shown: string) => ({
  people: [people, csv('id,plan', `${shown},gold`, '5,gold')] as const,
  scans: [scans, csv('card,at', `${shown},2025-12-30T10:00:00Z`, '5,2025-12-30T10:00:00Z')] as const,
  companies: [companies, csv('company,city', `${shown},Rome`, '5,Rome')] as const,
  seats: [seats, csv('mail,company,role', `a@example.com,${shown},x`, 'b@example.com,5,x')] as const,
});

describe('kind 9: an id that became a number with a decimal point', () => {
  it('makes no second person of each person', async () => {
    const world = pipelineOf({ people });
    await drop(world, 'people/1.csv', csv('id,plan', '40,gold', '41,gold'));
    const { sent, rejected } = await drop(world, 'people/2.csv', csv('id,plan', '40.0,gold', '41.0,gold'));
    expect(sent).toEqual([]);
    expect(rejected).toEqual(['2 decimal_identifier', '3 decimal_identifier']);
  });

  it.each(['people', 'scans', 'companies', 'seats'] as const)('is rejected in a feed of %s', async (name) => {
    for (const shown of ['7.0', '1000.00']) {
      const [feed, body] = rowsWith(shown)[name];
      const { sent, rejected } = await dropOn(feed, body);
      expect(rejected).toEqual(['2 decimal_identifier']);
      expect(sent).toHaveLength(1);
    }
  });

  it('is rejected next to a sound e-mail address', async () => {
    const { rejected } = await dropOn(members, csv('member no,mail', '12.0,ann@example.com'));
    expect(rejected).toEqual(['2 decimal_identifier']);
  });
});

describe('kind 23: an error of a spreadsheet or a placeholder as an id', () => {
  it.each([
    ...['#N/A', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!'].map((id) => [id, 'spreadsheet_error'] as const),
    ...['null', 'NULL', 'None', 'undefined', 'NaN', '-', 'n/a', 'Unknown'].map(
      (id) => [id, 'placeholder_identifier'] as const,
    ),
    ...['1.2E+11', '1.5E11'].map((id) => [id, 'scientific_notation'] as const),
  ])('%s is rejected in every kind of feed', async (shown, code) => {
    for (const [feed, body] of Object.values(rowsWith(shown))) {
      const { rejected, sent } = await dropOn(feed, body);
      expect(rejected).toEqual([`2 ${code}`]);
      expect(sent).toHaveLength(1);
    }
  });

  it('makes no person of two people', async () => {
    const body = csv('id,email', '#N/A,a@example.com', '#N/A,b@example.com', '3,c@example.com');
    expect(peopleOf(await dropOn(people, body))).toEqual(['3']);
  });
});

describe('kind 14: an id that is a formula of a spreadsheet', () => {
  it.each([
    ['="00201"', people, csv('id,zip', '="00201",="02134"'), { '00201': { zip: '02134' } }],
    ['"=""00202"""', people, csv('id,zip', '"=""00202""","=""02135"""'), { '00202': { zip: '02135' } }],
    [
      'an address',
      leads,
      csv('email,code', '="ann@example.com",="007"'),
      { 'ann@example.com': { code: '007' } },
    ],
    [
      'a key',
      { ...events, columns: {} },
      csv('customer_id,event_name,timestamp,event_id', '="0042",seen,2025-12-30T10:00:00Z,="07"'),
      { '0042': { event_id: '07' } },
    ],
  ])('is read as its text: %s', async (_, feed, body, sent) => {
    const dropped = await dropOn(feed, body);
    expect(dropped.rejected).toEqual([]);
    expect(attributesOf(dropped)).toEqual(sent);
  });
});

const ZERO_WIDTH = '\u200b';

describe('kinds 8 and 25: damaged addresses, and characters that cannot be seen', () => {
  it.each([
    [`ann@example.com${ZERO_WIDTH}`, 'invisible_characters'],
    ['ann@exam\u00adple.com', 'invisible_characters'],
    ['\u2060ann@example.com', 'invisible_characters'],
    ['ann@example.com\u200e', 'invisible_characters'],
    ['<dee@example.com>', 'invalid_email'],
    ['Dee <dee@example.com>', 'invalid_email'],
    ['cyd@example.com;', 'invalid_email'],
    ['cyd@example.com,dan@example.com', 'invalid_email'],
    ['mailto:eve@example.com', 'invalid_email'],
    ['fay..gay@example.com', 'invalid_email'],
    ['.fay@example.com', 'invalid_email'],
    ['fay.@example.com', 'invalid_email'],
    ['fay@localhost', 'invalid_email'],
  ])('%s is rejected', async (address, code) => {
    const cell = `"${address}"`;
    for (const [feed, body] of [
      [leads, csv('email,name', `${cell},x`)],
      [members, csv('member no,mail', `7,${cell}`)],
      [{ ...scans, identifiers: [{ as: 'email', columns: ['card'] }] }, csv('card,at', `${cell},1767000000`)],
    ] as const) {
      const { rejected, sent } = await dropOn(feed as FeedInput, body);
      expect(rejected).toEqual([`2 ${code}`]);
      expect(sent).toEqual([]);
    }
  });

  it.each([`u${ZERO_WIDTH}2`, '\u2060u4', 'u5\u200e', '\ufeffu7', ZERO_WIDTH, 'u\u00a03'])(
    'the id %j is rejected',
    async (id) => {
      for (const [feed, body] of Object.values(rowsWith(id))) {
        const { rejected } = await dropOn(feed, body);
        expect(rejected).toEqual(['2 invisible_characters']);
      }
    },
  );

  it.each(["o'neil@example.com", 'jürgen@müller.example', 'a+b@sub.example.co.uk', ' ann@example.com '])(
    '%j is accepted',
    async (address) => {
      expect(peopleOf(await dropOn(leads, csv('email,name', `"${address}",x`)))).toEqual([address.trim()]);
    },
  );
});

describe('kinds 8 and 23: an address that is an attribute', () => {
  const byNumber: FeedInput = { kind: 'people', identifiers: [{ as: 'id', columns: ['no'] }] };
  const renamed: FeedInput = {
    ...byNumber,
    columns: { Mail: { as: 'email', values: { 'by post': 'n/a' }, otherwise: 'keep' } },
  };
  it.each<[string, FeedInput, string, string]>([
    ['unknown', byNumber, 'email', 'placeholder_identifier'],
    ['#N/A', byNumber, 'email', 'spreadsheet_error'],
    ['<ann@example.com>', byNumber, 'email', 'invalid_email'],
    [`ann@example.com${ZERO_WIDTH}`, byNumber, 'email', 'invisible_characters'],
    ['none', { ...byNumber, action: 'update' }, 'email', 'placeholder_identifier'],
    ['ann@example.com;', renamed, 'Mail', 'invalid_email'],
    ['by post', renamed, 'Mail', 'placeholder_identifier'],
  ])('%s is rejected, as an identifier is', async (cell, feed, column, code) => {
    const { sent, rejected, rejects } = await dropOn(
      feed,
      csv(`no,${column}`, `1,${cell}`, '2,bob@example.com', '3,'),
    );
    expect(rejected).toEqual([`2 ${code}`]);
    expect(rejects).toContain(`Column ""${column}"": `);
    expect(sent.map((item) => 'attributes' in item && item.attributes?.email)).toEqual([
      'bob@example.com',
      undefined,
    ]);
  });

  it('is trimmed, and can be a null token', async () => {
    const dropped = await dropOn(
      { ...byNumber, nullTokens: ['unknown'] },
      csv('no,email', '1, ann@example.com ', '2,unknown'),
    );
    expect(dropped.rejected).toEqual([]);
    expect(attributesOf(dropped)).toEqual({
      1: { email: 'ann@example.com' },
      2: {},
    });
  });

  it('is text in events, objects and relationships, which it does not identify', async () => {
    for (const feed of [scans, companies, seats]) {
      const body = csv('card,at,company,mail,email', '7,2025-12-30T10:00:00Z,acme,ann@example.com,unknown');
      expect((await dropOn(feed, body)).rejected).toEqual([]);
    }
  });
});

describe('kind 27: phone numbers that identify', () => {
  const phones = (country?: 'GB' | 'DE' | 'US'): FeedInput => ({
    kind: 'people',
    identifiers: [{ as: 'phone', columns: ['phone'], ...(country && { country }) }],
  });
  it.each([
    [undefined, '+44 (0)20 7946 0018', '+442079460018'],
    [undefined, '+49 (0)30 901820', '+4930901820'],
    ['GB', '020 7946 0018', '+442079460018'],
    ['DE', '030/901820', '+4930901820'],
    ['US', '(212) 555-0123', '+12125550123'],
  ] as const)('are read as a phone library reads them (%s): %s', async (country, shown, sent) => {
    expect(peopleOf(await dropOn(phones(country), csv('phone,name', `${shown},x`)))).toEqual([sent]);
  });

  it.each(['12345', '+44 20 7946 0018 ext. 7', 'none given'])('%s is rejected', async (shown) => {
    const { sent, rejected } = await dropOn(phones(), csv('phone,name', `${shown},x`));
    expect(sent).toEqual([]);
    expect(rejected).toHaveLength(1);
  });
});
