// An operator deploys another version in the middle of an import, and redrives it. The other version has the same feeds,
// but it rejects other rows, and arranges the others in another order.

import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type Feeds, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { planKey, reportPrefix } from '../../../lambdas/contracts/object-keys.ts';
import { PausedError } from '../../../lambdas/domain/errors.ts';
import type { Item } from '../../../lambdas/domain/operations/item.ts';
import { feedDefinition } from '../../../lambdas/domain/plan.ts';
import { reportImport } from '../../../lambdas/report/report-import.ts';
import { reviewImport } from '../../../lambdas/review/review-import.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { validateChunk } from '../../../lambdas/validate/validate-chunk.ts';
import { aWorld, drop, forwardAll, planIn, type World } from '../../builders/world.ts';
import { atDepth } from '../../depth.ts';
import { csv, rows } from '../../integration/csv.ts';

interface Version {
  /** Members whose rows it rejects. */
  readonly rejects: readonly string[];
  /** The event that it sends first. */
  readonly first: 'joined' | 'renewed' | undefined;
  /** Members whose events Customer.io declines while it runs. */
  readonly declined: readonly string[];
  /** Requests that are answered before the version is replaced. */
  readonly requests: number;
}

const MEMBERS = rows(12, (n) => `m${n}`);
/** A batch has about 16 events of this size. */
const NOTE = 'x'.repeat(30_000);
const FILE = csv(
  'member,what,when,note',
  ...MEMBERS.flatMap((member, n) => [
    `${member},joined,2025-12-${10 + n}T10:00:00Z,${NOTE}`,
    `${member},renewed,2025-12-${10 + n}T11:00:00Z,${NOTE}`,
  ]),
);

function feedsOf({ rejects, first }: Pick<Version, 'rejects' | 'first'>): Feeds {
  const other = first === 'joined' ? 'renewed' : 'joined';
  return FeedsSchema.parse({
    workspace: 'main',
    feeds: {
      members: {
        kind: 'events',
        identifiers: [{ as: 'id', columns: ['member'] }],
        event: { column: 'what' },
        time: { column: 'when' },
        key: [['member', 'what']],
        nullTokens: rejects,
        limits: { maxRejectShare: 1 },
        suppress: first ? [{ event: other, by: first, within: '1m' }] : [],
      },
    },
  });
}

const memberOf = (item: Item) => Object.values(item.identifiers ?? {})[0] as string;

/** Runs the workflow of one version up to Forward, with the plan's version of the first. */
async function runVersion(world: World, input: Parameters<typeof splitImport>[0], version: Version) {
  const feeds = feedsOf(version);
  const [feed] = Object.values(feeds.feeds);
  const split = await splitImport(input, world, { feeds, partitionsAtOnce: 1 });
  if (split.status !== 'split' || !feed) throw new Error(split.status);
  const { importId, chunks } = split;
  const plan = { ...planIn(world, importId), version: 'the-same', definition: feedDefinition(feeds, feed) };
  await world.objects.write(planKey(importId), JSON.stringify(plan));
  for (const chunk of chunks) await validateChunk({ importId, chunk }, world, feeds);
  const { partitions } = await reviewImport({ importId }, world, feeds);
  world.customerIo.decline((item) => version.declined.includes(memberOf(item)));
  let left = version.requests;
  const postBatch: typeof world.customerIo.postBatch = (body, items) =>
    left-- > 0
      ? world.customerIo.postBatch(body, items)
      : Promise.reject(new PausedError('credentials', 'Replaced.'));
  if (partitions.length > 0)
    await forwardAll({ ...world, customerIo: { ...world.customerIo, postBatch } }, importId);
  return importId;
}

/** @param versions one after the other; the last one finishes the import. */
async function importBy(versions: readonly Version[]) {
  const world = aWorld();
  const input = await drop(world, 'incoming/members/file.csv', FILE);
  let importId = '';
  for (const [n, version] of versions.entries()) {
    const requests = n === versions.length - 1 ? Number.POSITIVE_INFINITY : version.requests;
    const event = { ...input.event, redrive: n > 0 };
    importId = await runVersion(world, { event, execution: `execution-${n}` }, { ...version, requests });
    const record = await world.imports.find(importId);
    if (!record) throw new Error('no import');
    if (n < versions.length - 1) {
      await world.imports.finish(importId, 'failed', { code: 'x', message: 'x' });
    } else {
      await reportImport(record, undefined, world);
    }
  }
  const file = (name: string) => world.objects.text(`${reportPrefix('members', importId)}${name}`);
  const rejected: { member: string; what: string; _reject_code: string }[] = parse(file('rejects.csv'), {
    columns: true,
  });
  return { world, report: JSON.parse(file('report.json')), rejected };
}

/** Each row is delivered or in rejects.csv, once, and the report counts it there. */
async function expectWhole(versions: readonly Version[]) {
  const { world, report, rejected } = await importBy(versions);
  const last = versions.at(-1);
  const sent = new Set(
    [...world.customerIo.events.values()].map((event) => `${memberOf(event)} ${event.name}`),
  );
  const returned = rejected.map(({ member, what }) => `${member} ${what}`);
  expect(new Set(returned).size).toBe(returned.length);
  for (const member of MEMBERS)
    for (const what of ['joined', 'renewed']) {
      const row = `${member} ${what}`;
      const isRejected = last?.rejects.includes(member);
      if (isRejected) expect(returned).toContain(row);
      else expect([row, returned.includes(row)]).toEqual([row, !sent.has(row)]);
    }
  expect(report).toMatchObject({ state: 'completed', unfinished: 0, rows: 24 });
  expect(report.outcomes).toMatchObject({ delivered: 24 - returned.length, rejected: returned.length });
  const posted = world.customerIo.requests.flatMap(({ items }) => items.map((item) => JSON.stringify(item)));
  const accepted = posted.filter(
    (item) => ![...versions].some(({ declined }) => declined.includes(memberOf(JSON.parse(item)))),
  );
  expect(new Set(accepted).size).toBe(accepted.length);
}

const PLAIN: Version = { rejects: [], first: undefined, declined: [], requests: 1 };

describe('a redrive by another version', () => {
  it.each<[string, readonly Version[]]>([
    ['accepts a row that the first rejected', [{ ...PLAIN, rejects: ['m1'] }, PLAIN]],
    ['rejects a row that the first delivered', [PLAIN, { ...PLAIN, rejects: ['m1'] }]],
    [
      'rejects one row and accepts another',
      [
        { ...PLAIN, rejects: ['m1'] },
        { ...PLAIN, rejects: ['m9'] },
      ],
    ],
    ['sends in another order', [PLAIN, { ...PLAIN, first: 'renewed' }]],
    ['rejects everything', [PLAIN, { ...PLAIN, rejects: MEMBERS }]],
    ['accepts what Customer.io declined before', [{ ...PLAIN, rejects: ['m1'], declined: ['m2'] }, PLAIN]],
    [
      'is replaced by the first again',
      [{ ...PLAIN, declined: ['m3'] }, { ...PLAIN, rejects: ['m1'], declined: ['m4'] }, PLAIN],
    ],
    ['is the same', [{ ...PLAIN, declined: ['m2'] }, PLAIN]],
  ])('loses nothing and sends nothing twice if it %s', async (_, versions) => {
    await expectWhole(versions);
  });

  it('loses nothing and sends nothing twice, whatever each version rejects and when it is replaced', async () => {
    const members = fc.subarray([...MEMBERS]);
    const version = fc.record<Version>({
      rejects: members,
      first: fc.constantFrom('joined', 'renewed', undefined),
      declined: fc.subarray([...MEMBERS], { maxLength: 3 }),
      requests: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(version, { minLength: 2, maxLength: 4 }), (versions) =>
        expectWhole(versions),
      ),
      atDepth({ short: { numRuns: 15 }, full: { numRuns: 200 } }),
    );
  });
});
