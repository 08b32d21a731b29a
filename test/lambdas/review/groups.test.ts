// A group of rows is delivered whole, or rejected whole with all its rows in rejects.csv.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkFile } from '../../../cli/check/check-file.ts';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import {
  BOOKINGS,
  bookings,
  dropFile,
  head,
  INVOICES,
  more,
  readDropped,
  room,
  TINY,
  world,
} from '../../builders/group-files.ts';
import { importFile } from '../../builders/import-file.ts';
import { aWorld } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

describe('a damaged row', () => {
  it.each([
    ['broken quotes', '"Ro"of,b1,g-b1,2025-12-30T10:00:00Z,2,', 'broken_quotes'],
    ['a cell too many', 'Roof, south,b1,g-b1,2025-12-30T10:00:00Z,2,', 'column_count'],
    ['a cell too few', 'Roof,b1,g-b1,2025-12-30T10:00:00Z,2', 'column_count'],
    ['a NUL byte', 'Ro\0of,b1,g-b1,2025-12-30T10:00:00Z,2,', 'nul_byte'],
    ['a lost character', 'Ro\ufffdf,b1,g-b1,2025-12-30T10:00:00Z,2,', 'lost_character'],
    ['a bad name of the group', 'Roof,"b"1,g-b1,2025-12-30T10:00:00Z,2,', 'broken_quotes'],
    ['a lost character in the name', 'Roof,b\ufffd,g-b1,2025-12-30T10:00:00Z,2,', 'lost_character'],
  ])('rejects its group whole, and no other: %s', async (_, damaged, code) => {
    const rows = [room('b0', 'Attic'), room('b1', 'Sea'), damaged, room('b1', 'Garden'), room('b2', 'Yard')];
    for (const small of [undefined, TINY]) {
      const { sent, rejected, file } = await dropFile(world(), 'bookings', csv(BOOKINGS, ...rows), small);
      expect(Object.keys(sent)).toEqual(['booking_made g-b0', 'booking_made g-b2']);
      expect(rejected).toEqual(['3 group_broken', `4 ${code}`, '5 group_broken']);
      expect(file.report).toMatchObject({
        state: 'completed',
        outcomes: { delivered: 2, rejected: 3 },
        groups: { read: 3 },
      });
    }
  });

  it('in another encoding rejects its group whole', async () => {
    const latin1 = Buffer.from(room('b\u00e91', 'Caf\u00e9'), 'latin1');
    const good = Buffer.from(csv(BOOKINGS, room('b0', 'Attic'), room('b1', 'Sea')));
    const bad = Buffer.from(room('b1', 'Caf\u00e9'), 'latin1');
    const tail = Buffer.from(csv('', room('b2', 'Yard')));
    const { sent, rejected } = await dropFile(world(), 'bookings', Buffer.concat([good, bad, tail]));
    expect(Object.keys(sent)).toEqual(['booking_made g-b0', 'booking_made g-b2']);
    expect(rejected).toEqual(['3 group_broken', '4 invalid_encoding']);
    const unreadable = await dropFile(world(), 'bookings', Buffer.concat([good, latin1, tail]));
    expect(Object.keys(unreadable.sent)).toEqual(['booking_made g-b0']);
    expect(unreadable.rejected).toEqual(['3 group_broken', '4 invalid_encoding', '5 group_broken']);
  });

  it('with a bad cell rejects its group whole', async () => {
    const rows = [room('b1', 'Sea'), room('b1', 'Garden', { nights: 'two' }), room('b2', 'Yard')];
    const { sent, rejected } = await dropFile(world(), 'bookings', csv(BOOKINGS, ...rows));
    expect(Object.keys(sent)).toEqual(['booking_made g-b2']);
    expect(rejected).toEqual(['2 not_an_integer', '3 not_an_integer']);
  });

  it('that is a group of its own rejects only itself', async () => {
    const rows = [room('b1', 'Sea'), '"Ro"of,b2,g-b2,2025-12-30T10:00:00Z,2,', room('b3', 'Yard')];
    const { sent, rejected } = await dropFile(world(), 'bookings', csv(BOOKINGS, ...rows));
    expect(Object.keys(sent)).toEqual(['booking_made g-b1', 'booking_made g-b3']);
    expect(rejected).toEqual(['3 broken_quotes']);
  });

  it('takes the further events of its group with it', async () => {
    const rows = [
      room('b1', 'Sea', { paid: 'yes' }),
      '"Ro"of,b1,g-b1,2025-12-30T10:00:00Z,2,',
      room('b2', 'Yard'),
    ];
    const { sent, file } = await dropFile(world(), 'bookings', csv(BOOKINGS, ...rows));
    expect(Object.keys(sent)).toEqual(['booking_made g-b2']);
    expect(file.report).toMatchObject({ operations: 1, events: [{ name: 'booking_made', rows: 1 }] });
  });
});

describe('rows of a group that are apart', () => {
  const rows = [room('b1', 'Sea'), room('b2', 'Yard'), room('b1', 'Garden'), room('b3', 'Attic')];

  it.each([
    ['in a chunk', undefined],
    ['in several chunks', TINY],
  ])('reject the group whole: %s', async (_, small) => {
    const { sent, rejected } = await dropFile(world(), 'bookings', csv(BOOKINGS, ...rows), small);
    expect(Object.keys(sent)).toEqual(['booking_made g-b2', 'booking_made g-b3']);
    expect(rejected).toEqual(['2 group_apart', '4 group_apart']);
  });

  it('reject the group whole in the parts of a manifest', async () => {
    const own = world();
    await own.objects.put('incoming/parts/x/a', csv(BOOKINGS, room('b1', 'Sea'), room('b2', 'Yard')));
    await own.objects.put('incoming/parts/x/b', csv(BOOKINGS, room('b2', 'Garden'), room('b3', 'Attic')));
    const { sent, rejected } = readDropped(await importFile(own, 'incoming/parts/x/_SUCCESS', ''));
    expect(Object.keys(sent)).toEqual(['booking_made g-b1', 'booking_made g-b3']);
    expect(rejected).toEqual(['3 group_apart', '2 group_apart']);
  });

  it.each([
    ['padding', room('b1 ', 'Garden')],
    ['padding on both sides', room(' b1 ', 'Garden', { guest: 'g-b1' })],
  ])('are one group whose names differ only in %s', async (_, second) => {
    const { sent } = await dropFile(world(), 'bookings', csv(BOOKINGS, room('b1', 'Sea'), second));
    expect(Object.values(sent)).toEqual([['Sea', 'Garden']]);
  });

  it('reject the group whole if a row continues it without its first row', async () => {
    const body = csv(INVOICES, head('i1', 'a'), head('i2', 'c'), more('i1', 'd'), head('i3', 'e'));
    for (const small of [undefined, TINY]) {
      const { sent, rejected } = await dropFile(world(), 'invoices', body, small);
      expect(Object.values(sent)).toEqual([['c'], ['e']]);
      expect(rejected).toEqual(['2 group_broken', '4 orphan_continuation']);
    }
  });
});

describe('a group of two people', () => {
  it.each([
    [
      'bookings',
      csv(BOOKINGS, room('b1', 'Sea'), room('b1', 'Yard', { guest: 'other' }), room('b2', 'Attic')),
    ],
    ['invoices', csv(INVOICES, head('i1', 'a'), more('i1', 'b', 'other@example.com'), head('i2', 'c'))],
  ])('is rejected whole: %s', async (feed, body) => {
    const { sent, rejected } = await dropFile(world(), feed, body);
    expect(Object.keys(sent)).toHaveLength(1);
    expect(rejected).toEqual(['2 group_of_two_people', '3 group_of_two_people']);
  });

  it('is one of one person if the other rows say the same in another case, or nothing', async () => {
    const body = csv(INVOICES, head('i1', 'a'), more('i1', 'b', 'I1@Example.com'), more('i1', 'c'));
    expect(Object.values((await dropFile(world(), 'invoices', body)).sent)).toEqual([['a', 'b', 'c']]);
  });

  it('is rejected with the other group if two groups give one key to two people', async () => {
    const two = [
      head('i1', 'a', { number: 'n', mail: 'a@example.com' }),
      head('i2', 'b', { number: 'n', mail: 'b@example.com' }),
    ];
    const body = csv(INVOICES, ...two, head('i3', 'd'));
    const { sent, rejected } = await dropFile(world(), 'invoices', body, TINY);
    expect(Object.values(sent)).toEqual([['d']]);
    expect(rejected).toEqual(['2 key_of_two_people', '3 key_of_two_people']);
  });

  it('is rejected with every group whose further event has a key that two people have', async () => {
    const also = [{ ...bookings.also[0], key: [['paid']] }];
    const feeds = FeedsSchema.parse({ workspace: 'main', feeds: { bookings: { ...bookings, also } } });
    const body = csv(
      BOOKINGS,
      room('b1', 'Sea', { guest: 'g-1', paid: 'p-1' }),
      room('b2', 'Yard', { guest: 'g-1', paid: 'p-1' }),
      room('b3', 'Attic', { guest: 'g-3', paid: 'p-3' }),
      room('b4', 'Hall', { guest: 'g-4', paid: 'p-1' }),
      room('b4', 'Cellar', { guest: 'g-4' }),
    );
    for (const [chunkBytes, partitions] of [
      [1, 1],
      [1, 5],
      [1_000_000, 2],
    ] as const) {
      const small = { chunkBytes, partitions, groupBy: 'booking' };
      const { sent, rejected, file } = await dropFile(aWorld({ feeds }), 'bookings', body, small);
      expect(sent).toEqual({ 'booking_made g-3': ['Attic'], 'booking_paid g-3': ['Attic'] });
      expect(rejected).toEqual([2, 3, 5, 6].map((line) => `${line} key_of_two_people`));
      expect(file.report).toMatchObject({ groups: { read: 4 }, outcomes: { delivered: 1, rejected: 4 } });
    }
  });

  it('is none if the groups of one person have the same further event', async () => {
    const also = [{ ...bookings.also[0], key: [['paid']] }];
    const feeds = FeedsSchema.parse({ workspace: 'main', feeds: { bookings: { ...bookings, also } } });
    const body = csv(
      BOOKINGS,
      room('b1', 'Sea', { guest: 'g-1', paid: 'p-1' }),
      room('b2', 'Yard', { guest: 'g-1', paid: 'p-1' }),
    );
    const { file } = await dropFile(aWorld({ feeds }), 'bookings', body, TINY);
    expect(file.items.map((item) => 'name' in item && item.name)).toEqual([
      'booking_made',
      'booking_paid',
      'booking_made',
    ]);
  });
});

describe('limits', () => {
  it('count all rows of broken groups', async () => {
    const feeds = FeedsSchema.parse({
      workspace: 'main',
      feeds: { bookings: { ...bookings, limits: { maxRejects: 2 } } },
    });
    const rows = [
      room('b1', 'Sea'),
      room('b1', 'Yard'),
      room('b2', 'x'),
      room('b1', 'Garden'),
      room('b3', 'y'),
    ];
    const { sent, file, rejected } = await dropFile(aWorld({ feeds }), 'bookings', csv(BOOKINGS, ...rows));
    expect(file.report).toMatchObject({
      state: 'held',
      reason: { code: 'too_many_rejects' },
      outcomes: { rejected: 3, held: 2 },
    });
    expect(sent).toEqual({});
    expect(rejected).toEqual(['2 group_apart', '3 group_apart', '5 group_apart']);
    expect(file.returned('held.csv')?.split('\n').slice(1, 3)).toEqual([room('b2', 'x'), room('b3', 'y')]);
  });

  it('stop an import with nothing left to send', async () => {
    const rows = [room('b1', 'Sea'), room('b2', 'x'), room('b1', 'Yard'), room('b2', 'y')];
    const { file } = await dropFile(world(), 'bookings', csv(BOOKINGS, ...rows));
    expect(file.report).toMatchObject({ state: 'completed', operations: 0, outcomes: { rejected: 4 } });
  });
});

describe('a broken group', () => {
  const body = csv(
    BOOKINGS,
    room('b0', 'Attic'),
    room('b1', 'Sea', { paid: 'yes' }),
    room('b2', 'Yard', { paid: 'yes' }),
    room('b1', 'Garden'),
    room('b3', 'Hall'),
  );
  const feeds = (change: object) =>
    FeedsSchema.parse({ workspace: 'main', feeds: { bookings: { ...bookings, ...change } } });

  it('is left out of the canary', async () => {
    const { sent, file } = await dropFile(aWorld({ feeds: feeds({ canary: 10 }) }), 'bookings', body);
    expect(file.report).toMatchObject({ state: 'awaiting-approval', canary: { operations: 4, rows: 3 } });
    expect(Object.keys(sent).some((key) => key.endsWith('g-b1'))).toBe(false);
  });

  it('is left out of a check, which counts what Forward would send', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'groups-')), 'file.csv');
    writeFileSync(path, body);
    const report = await checkFile(
      { path, feedName: 'bookings', feeds: feeds({}) },
      () => undefined,
      async (checked) => checked.report,
    );
    expect(report).toMatchObject({
      dryRun: { wouldDeliver: 3, operations: 4 },
      outcomes: { rejected: 2 },
      rejects: [{ code: 'group_apart', rows: 2 }],
    });
  });
});
