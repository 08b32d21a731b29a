// Kinds of trouble with lines, quotes and cells, as users report them.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { leads } from '../../lambdas/domain/presets/leads.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { csv } from '../integration/csv.ts';
import { attributesOf, drop, dropOn, peopleOf, pipelineOf } from './dropped.ts';

const visits: FeedInput = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['guest'] }],
  event: { name: 'visited' },
  time: { column: 'at' },
};
const typed = (type: 'list' | 'number' | 'integer'): FeedInput => ({ ...people, columns: { v: { type } } });

describe('kind 7: a space before a quote', () => {
  it.each([
    [
      'in header and row',
      leads,
      '"first_name", "email"\n"Ann", "ann@example.com"\n',
      { 'ann@example.com': { first_name: 'Ann' } },
    ],
    [
      'with a delimiter in the cell',
      people,
      'id, "note", plan\n7, "a, b", gold\n',
      { 7: { note: 'a, b', plan: ' gold' } },
    ],
    ['with semicolons', people, '"id" ; "note"\n"7" ; "a;b"\n', { 7: { note: 'a;b' } }],
    ['with a line end in the cell', people, 'id,note\n7,  "a\nb"\n', { 7: { note: 'a\nb' } }],
    ['with doubled quotes', people, 'id,note\n7, "5"" pipe" \n', { 7: { note: '5" pipe' } }],
  ])('does not count: %s', async (_, feed, body, sent) => {
    const dropped = await dropOn(feed, body);
    expect(dropped.rejected).toEqual([]);
    expect(attributesOf(dropped)).toEqual(sent);
  });
});

describe('kind 10: exact doubles', () => {
  it.each([
    ['19.989999999999998', 19.99],
    ['0.10000000000000001', 0.1],
    ['1.6147805824397E13', 16_147_805_824_397],
    ['1.23456789E7', 12_345_678.9],
    ['0.30000000000000004', 0.30000000000000004],
    ['-7.2999999999999998', -7.3],
    ['2.5e-3', 0.0025],
  ])('%s is accepted in a column of numbers', async (shown, sent) => {
    expect(attributesOf(await dropOn(typed('number'), csv('id,v', `1,${shown}`)))).toEqual({
      1: { v: sent },
    });
  });

  it.each(['12345678901234567890', '0.123456789012345678901'])(
    '%s is rejected: a double has other digits',
    async (shown) => {
      const { sent, rejected } = await dropOn(typed('number'), csv('id,v', `1,${shown}`));
      expect(sent).toEqual([]);
      expect(rejected).toHaveLength(1);
    },
  );
});

describe('kind 12: rows of only delimiters', () => {
  it.each([
    ['commas', people, ['id,email', '1,a@example.com', ',', ','], [3, 4]],
    ['semicolons between rows', people, ['id;plan', '1;gold', ';', '2;gold'], [3]],
    ['tabs', people, ['id\tplan', '1\tgold', '\t'], [3]],
    ['spaces', people, ['id,plan', '1,gold', ' , '], [3]],
    ['empty quotes', people, ['id,plan', '1,gold', '"",""'], [3]],
    ['events', visits, ['guest,at', '1,1767000000', ','], [3]],
  ])('are skipped and counted: %s', async (_, feed, [header = '', ...lines], blank) => {
    const { state, rejected, findings, report } = await dropOn(feed, csv(header, ...lines));
    expect([state, rejected]).toEqual(['completed', []]);
    expect(findings.blank_rows).toEqual(blank);
    expect(report.rows).toBe(lines.length - blank.length);
  });

  it('do not part an order', async () => {
    const orders: FeedInput = {
      ...(visits as Extract<FeedInput, { kind: 'events' }>),
      key: [['o']],
      groupBy: { column: 'o', items: { as: 'items', columns: { sku: {} } } },
    };
    const { sent, rejected } = await dropOn(
      orders,
      csv('o,guest,at,sku', 'a,1,1767000000,X', ',,,', 'a,1,1767000000,Y'),
    );
    expect(rejected).toEqual([]);
    expect(sent).toMatchObject([{ attributes: { items: [{ sku: 'X' }, { sku: 'Y' }] } }]);
  });
});

describe('kinds 13 and 26: lists', () => {
  it.each([
    ['"""VIP"",""Gold, yearly"""', ['VIP', 'Gold, yearly']],
    ['"[""a"",""b""]"', ['a', 'b']],
    ['"a, b"', ['a', 'b']],
    ['"[1,2]"', [1, 2]],
    ['"""x ""y"""""', undefined],
    ['solo', ['solo']],
  ])('%s is read as CSV or JSON', async (cell, entries) => {
    const dropped = await dropOn(typed('list'), csv('id,v', `1,${cell}`));
    if (entries === undefined) expect(dropped.rejected).toEqual(['2 not_a_list']);
    else expect(JSON.stringify(attributesOf(dropped))).toBe(JSON.stringify({ 1: { v: entries } }));
  });

  it.each(['"{a,b}"', '"[""a"""', '"[[1],[2]]"', '"a,""b"'])('%s is rejected', async (cell) => {
    const { sent, rejected } = await dropOn(typed('list'), csv('id,v', `1,${cell}`));
    expect([sent, rejected]).toEqual([[], ['2 not_a_list']]);
  });
});

describe('kind 18: a header with other names than the feed states', () => {
  it.each([
    [
      'one other name',
      ['customer', 'plan'],
      csv('user_id,plan', 'n1,gold', 'n2,free'),
      'failed: unexpected_header',
    ],
    [
      'other names in another order',
      ['customer', 'plan', 'city'],
      csv('city,plan,user', 'Rome,gold,n1'),
      'failed: unexpected_header',
    ],
    [
      'the same names in another order',
      ['customer', 'plan'],
      csv('plan,customer', 'gold,n1'),
      'failed: unexpected_header',
    ],
    [
      'names in capitals',
      ['customer', 'plan'],
      csv('CUSTOMER_ID,PLAN', 'n1,gold'),
      'failed: unexpected_header',
    ],
  ])('is not sent as a person: %s', async (_, columns, body, state) => {
    const feed: FeedInput = {
      kind: 'people',
      identifiers: [{ as: 'id', columns: ['customer'] }],
      file: { columns },
    };
    const dropped = await dropOn(feed, body);
    expect(dropped.state).toBe(state);
    expect(dropped.sent).toEqual([]);
  });
});

describe('kind 18: a header with names that the feed does not know', () => {
  const stating = (columns: string[], feed: FeedInput = people): FeedInput => ({
    ...feed,
    file: { columns },
  });
  it.each([
    ['ids', stating(['id', 'plan']), csv('uid,tier', 'n1,gold', 'n2,free'), [1]],
    [
      'addresses',
      stating(['email', 'name'], leads),
      csv('contact;called', 'a@example.com;Ann', 'b@example.com;Bo'),
      [1],
    ],
    [
      'events',
      stating(['guest', 'at', 'gate'], visits),
      csv('card,when,door', '7,1767000000,north', '8,1767000001,south'),
      [1],
    ],
    ['one row', stating(['id', 'plan']), csv('member,level', '17,gold'), [1]],
    ['blank lines before it', stating(['id', 'plan']), `\n\n${csv('member,level', '17,gold')}`, [3]],
  ])('is a finding that names the line: %s', async (_, feed, body, lines) => {
    const { findings, report } = await dropOn(feed, body);
    expect(findings.header_as_row).toEqual(lines);
    expect(report.findings.find(({ code }) => code === 'header_as_row')?.severity).toBe('warning');
  });

  it('is named with its file if an import has several', async () => {
    const world = pipelineOf({
      feed: { ...stating(['id', 'plan']), file: { columns: ['id', 'plan'], trigger: 'success' } },
    });
    await world.objects.put('incoming/feed/day/1.csv', csv('1,gold', '2,free'));
    await world.objects.put('incoming/feed/day/2.csv', csv('uid,tier', '3,gold'));
    const { report } = await drop(world, 'feed/day/_SUCCESS', '');
    const found = report.findings.find(({ code }) => code === 'header_as_row');
    expect(found?.message).toMatch(/^Line 1 of incoming\/feed\/day\/2\.csv looks like a header/);
  });

  it.each([
    ['rows of words only', stating(['id', 'plan']), csv('ann,gold', 'bob,free')],
    ['a first row with a value', stating(['id', 'plan']), csv('n1,gold', 'n2,free')],
    ['an address first', stating(['email', 'name'], leads), csv('a@example.com,Ann', 'b@example.com,Bo')],
    ['a name among ids', stating(['id', 'plan']), csv('ann,gold', 'bob,free', 'c3,gold')],
    ['the columns as a header', stating(['id', 'plan']), csv('id,plan', 'n1,gold')],
    ['a single row', stating(['id', 'plan']), csv('ann,gold')],
    ['the same word twice', stating(['id', 'plan']), csv('ann,ann', 'b1,x')],
  ])('is not found in %s', async (_, feed, body) => {
    const { findings, state } = await dropOn(feed, body);
    expect(state).toBe('completed');
    expect(findings).not.toHaveProperty('header_as_row');
  });
});

describe('kind 19: a quote that a backslash escapes', () => {
  it.each([
    ['before a delimiter', 'k1,"a\\",gold"'],
    ['in the middle', 'k1,"5\\" pipe","gold"'],
    ['in the first cell', '"k\\"1","a","gold"'],
    ['twice', 'k1,"\\"a\\"","gold"'],
  ])('rejects the row: %s', async (_, row) => {
    const { sent, rejected } = await dropOn(people, csv('id,note,plan', row, 'k2,b,gold', 'k3,c,gold'));
    expect(rejected).toEqual(['2 escaped_quote']);
    expect(peopleOf({ sent } as Parameters<typeof peopleOf>[0])).toEqual(['k2', 'k3']);
  });

  it('is read if the feed says so', async () => {
    const dropped = await dropOn(
      { ...people, file: { quoting: 'backslash' } },
      csv('id,note,plan', 'k1,"a\\",gold",x'),
    );
    expect(attributesOf(dropped)).toEqual({ k1: { note: 'a",gold', plan: 'x' } });
  });
});

const EVIL = '666,evil@example.com,injected';

describe('kind 21: text inside a quoted cell', () => {
  it.each([
    ['a row with a cell too many', `1,a@example.com,"line one\n${EVIL}\nend",extra`, ['2 column_count']],
    ['a row with a cell too few', `1,"line one\n${EVIL}\nend"`, ['2 column_count']],
    ['a sound row', `1,a@example.com,"line one\n${EVIL}\nend"`, []],
    ['doubled quotes', `1,a@example.com,"say ""hi""\n${EVIL}\n""bye""",extra`, ['2 column_count']],
    ['a bad id next to it', `#N/A,a@example.com,"line one\n${EVIL}\nend"`, ['2 spreadsheet_error']],
    ['a quote that closes too early', `1,a@example.com,"line "one\n${EVIL}\nend"`, undefined],
  ])('never becomes a person: %s', async (_, row, rejected) => {
    const body = csv('id,email,note', row, ...[2, 3, 4].map((n) => `${n},p${n}@example.com,fine`));
    for (const chunkBytes of [1_000_000, 1]) {
      const dropped = await drop(pipelineOf({ people }), 'people/file.csv', body, { chunkBytes });
      expect(peopleOf(dropped)).not.toContain('666');
      expect(dropped.report.unfinished).toBe(0);
      if (rejected) expect(dropped.rejected).toEqual(rejected);
      expect(peopleOf(dropped)).toEqual(expect.arrayContaining(['2', '3', '4']));
    }
  });

  it.each([
    [
      'a message',
      leads,
      csv(
        'email,message',
        'a@example.com,"Hi,\nbob@example.com, is interested\nBye",oops',
        'b@example.com,ok',
      ),
      ['b@example.com'],
    ],
    [
      'a visit',
      visits,
      csv('guest,at,note', '7,1767000000,"x\n8,1767000000,y\nz",w', '9,1767000000,ok'),
      ['9'],
    ],
  ])('is one reject with its cell whole: %s', async (_, feed, body, sent) => {
    const dropped = await dropOn(feed, body);
    expect(dropped.rejected).toEqual(['2 column_count']);
    expect(peopleOf(dropped)).toEqual(sent);
  });
});

describe('kind 25: invisible characters in a header', () => {
  it.each([
    ['a zero-width space', '\u200bid,email'],
    ['a soft hyphen', 'id,em\u00adail'],
    ['a word joiner', 'id,\u2060email\u2060'],
    ['a mark of direction', 'id\u200e,email'],
  ])('are taken off, with a notice: %s', async (_, header) => {
    const dropped = await dropOn(people, csv(header, '1,a@example.com'));
    expect(attributesOf(dropped)).toEqual({ 1: { email: 'a@example.com' } });
    expect(dropped.report.notices).toEqual([
      expect.objectContaining({ message: expect.stringContaining('invisible characters') }),
    ]);
  });
});
