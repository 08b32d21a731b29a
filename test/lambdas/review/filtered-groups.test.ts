import { describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { BOOKINGS, bookings, room } from '../../builders/group-files.ts';
import { importFile } from '../../builders/import-file.ts';
import { aWorld } from '../../builders/world.ts';

const where = { paid: { not: ['no', 'test'] }, guest: { not: 'staff' } };
const feeds = (limits = bookings.limits) =>
  FeedsSchema.parse({ workspace: 'main', feeds: { bookings: { ...bookings, where, limits } } });

async function drop(rows: readonly string[], limits?: { maxRejectShare: number }) {
  const world = aWorld({ feeds: feeds(limits) });
  const file = await importFile(world, 'incoming/bookings/b.csv', `${[BOOKINGS, ...rows].join('\n')}\n`);
  const { outcomes, keptBack, state, findings } = file?.report ?? {};
  return { outcomes, keptBack, state, findings, items: file?.items };
}

const reasonOf = (column: string) => `left out by where: "${column}"`;

describe('a group that where leaves out', () => {
  it('is rejected if its rows are in two places, and counts once', async () => {
    const { outcomes, keptBack, items } = await drop([
      room('b1', 'Attic', { paid: 'no' }),
      room('b2', 'Cellar'),
      room('b1', 'Garden', { paid: 'yes' }),
      room('b3', 'Sea', { paid: 'test' }),
      room('b4', 'Sun', { guest: 'staff' }),
    ]);
    expect(outcomes).toMatchObject({ delivered: 1, rejected: 2, filtered: 2 });
    expect(keptBack).toEqual([
      { outcome: 'filtered', reason: reasonOf('guest'), rows: 1, lines: [6] },
      { outcome: 'filtered', reason: reasonOf('paid'), rows: 1, lines: [5] },
    ]);
    expect(items).toHaveLength(1);
  });

  it('does not make the other groups of its person broken', async () => {
    const { outcomes } = await drop([
      room('b1', 'Attic', { paid: 'no', guest: 'ann' }),
      room('b2', 'Cellar', { guest: 'ann' }),
    ]);
    expect(outcomes).toMatchObject({ delivered: 1, filtered: 1, rejected: 0 });
  });
});

describe('the limits of a feed with where', () => {
  const filtered = Array.from({ length: 8 }, (_, n) => room(`f${n}`, 'Attic', { paid: 'no' }));
  const bad = [room('b1', 'Attic', { nights: 'x' }), room('b2', 'Attic', { nights: 'x' })];

  it('are shares of the rows that are kept', async () => {
    const { state, outcomes, findings } = await drop([...filtered, ...bad, room('b3', 'Attic')], {
      maxRejectShare: 0.5,
    });
    expect(state).toBe('held');
    expect(outcomes).toMatchObject({ held: 1, filtered: 8, rejected: 2 });
    expect(findings?.map(({ message }) => message).join()).toContain('2 of 3 rows were rejected');
  });

  it('a file of which nothing is kept has a finding, unless a row was kept for another reason', async () => {
    const codes = async (...rows: string[]) => (await drop(rows)).findings?.map(({ code }) => code);
    expect(await codes(...filtered)).toContain('all_filtered');
    expect(await codes(...filtered, room('b9', 'Attic'))).not.toContain('all_filtered');
  });
});
