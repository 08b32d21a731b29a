// Kinds of trouble with people, as users report them.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { leads } from '../../lambdas/domain/presets/leads.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { csv } from '../integration/csv.ts';
import { attributesOf, drop, pipelineOf } from './dropped.ts';

describe('kind 20: two feeds about the same people', () => {
  const dated: FeedInput = { ...people, updatedAt: { column: 'updated_at' } };
  const T = '2025-12-30T10:00:00Z';

  it.each<[string, Record<string, FeedInput>, string, string]>([
    [
      'with columns of their own',
      { a: people, b: people },
      csv('id,plan', 'm0,gold', 'm1,gold'),
      csv('id,points', 'm0,5', 'm1,5'),
    ],
    [
      'with a column in common',
      { a: people, b: people },
      csv('id,plan,city', 'm0,gold,Bern'),
      csv('id,city,points', 'm0,Bern,5'),
    ],
    [
      'with times of their own',
      { a: dated, b: dated },
      csv('id,plan,updated_at', `m0,gold,${T}`),
      csv('id,points,updated_at', `m0,5,${T}`),
    ],
    [
      'one of them a preset',
      { a: people, b: leads },
      csv('email,plan', 'ann@example.com,gold'),
      csv('Email,Source', 'ann@example.com,fair'),
    ],
  ])('are both unchanged: feeds %s', async (_, feeds, a, b) => {
    const world = pipelineOf(feeds);
    await drop(world, 'a/1.csv', a);
    await drop(world, 'b/1.csv', b);
    for (const night of [2, 3]) {
      for (const [feed, file] of [
        ['a', a],
        ['b', b],
      ] as const) {
        const { report, sent } = await drop(world, `${feed}/${night}.csv`, file);
        expect({ outcomes: report.outcomes, sent }).toMatchObject({
          outcomes: { unchanged: file.trim().split('\n').length - 1, delivered: 0 },
          sent: [],
        });
      }
    }
  });

  it('send what one of them changed, and only that', async () => {
    const world = pipelineOf({ a: people, b: people });
    await drop(world, 'a/1.csv', csv('id,plan', 'm0,gold', 'm1,gold'));
    await drop(world, 'b/1.csv', csv('id,plan,points', 'm0,gold,5', 'm1,free,5'));
    const again = await drop(world, 'a/2.csv', csv('id,plan', 'm0,gold', 'm1,gold'));
    expect(attributesOf(again)).toEqual({ m1: { plan: 'gold' } });
  });
});
