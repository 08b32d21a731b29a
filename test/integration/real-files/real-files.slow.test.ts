// The files in ../shared/data, next to a clone of this repository. Each ends in a report whose outcomes add up, with the
// expected verdict, and Customer.io has what an independent reader finds in the file.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Feeds, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { OUTCOMES, type Report } from '../../../lambdas/contracts/report.ts';
import { inBatches } from '../../../lambdas/domain/in-batches.ts';
import { pipelineFixture } from '../pipeline-fixture.ts';
import { SHARED_FEEDS } from './feeds.ts';
import { PARTS, VERDICTS, type Verdict } from './verdicts.ts';

const DATA = new URL('../../../../shared/data/', import.meta.url);
/** Files that were reported: the README next to them has the right results, which the pipeline does not have yet. */
const REPORTED = 'reports/';

/** More imports would wait for each other, because one feed forwards one import at a time. */
const AT_ONCE = 4;

const json = (path: string) => JSON.parse(readFileSync(new URL(path, DATA), 'utf8'));

if (existsSync(DATA)) {
  describe('../shared/data', () => {
    const feeds = withoutDrift(FeedsSchema.parse(SHARED_FEEDS));
    const pipeline = pipelineFixture({ feeds, context: { importsAtOnce: 8 } });
    const reports = new Map<string, Report>();

    beforeAll(async () => {
      for (const path of globSync(`${PARTS}*.gz`, { cwd: DATA })) await drop({ path, feed: 'unload' });
      await inBatches(VERDICTS, AT_ONCE, async (verdict) => {
        await pipeline.cloud.execution((await drop(verdict)).executionArn);
      });
      await pipeline.cloud.idle();
      for (const report of await pipeline.reports()) reports.set(pathOf(report), report);
    });

    it.each(VERDICTS)('$path: $becomes', ({ path, feed, becomes }) => {
      const report = reports.get(path);
      expect(report).toMatchObject({ feed, unfinished: 0, conflicts: 0 });
      if (typeof becomes === 'string') {
        expect(report).toMatchObject({ state: 'failed', reason: { code: becomes }, rows: 0, requests: 0 });
      } else if (report) {
        expect(report.state).toBe('held' in becomes ? 'held' : 'completed');
        expect(rowsOf(report)).toEqual(becomes);
        expect(OUTCOMES.reduce((sum, outcome) => sum + report.outcomes[outcome], 0)).toBe(report.rows);
        expect(Object.values(becomes).reduce((sum, rows) => sum + rows, 0)).toBe(report.rows);
      }
    });

    it('has no CSV without a verdict', () => {
      const all = globSync('**/*', { cwd: DATA }).filter(
        (path) => /\.(csv|gz)$|_part_00$|manifest$/.test(path) && !path.startsWith(REPORTED),
      );
      const known = new Set(VERDICTS.map(({ path }) => path));
      expect(
        all.filter((path) => !known.has(path) && !(path.startsWith(PARTS) && path.endsWith('.gz'))),
      ).toEqual([]);
    });

    it.each(globSync('{nasty/*/,warehouse/*.}expected.json', { cwd: DATA }).sort())(
      'has the number of rows in %s',
      (path) => {
        const { data_records: rows } = json(path);
        const start = path.replace('expected.json', '').replace('.', '');
        const [, report] = [...reports].find(([file]) => file.startsWith(start)) ?? [];
        const refused =
          typeof VERDICTS.find((verdict) => verdict.path.startsWith(start))?.becomes === 'string';
        expect(report?.rows).toBe(refused ? 0 : (rows ?? report?.rows));
      },
    );

    it.each(globSync('warehouse/*.expected.json', { cwd: DATA }).sort())(
      'creates the people of %s',
      (path) => {
        const { people, rows } = json(path) as Readonly<Record<'people' | 'rows', Expected[] | undefined>>;
        for (const { row: _, id, email, created_at_if_UTC, ...attributes } of people ?? rows ?? []) {
          const held = pipeline.cloud.standIn.workspace.person({ id: String(id) });
          const stated = Object.entries({ created_at: created_at_if_UTC, ...attributes }).filter(
            ([, value]) => value !== null && value !== '' && value !== undefined,
          );
          const lowerCased = Object.entries(held?.attributes ?? {}).map(([name, value]) => [
            name.toLowerCase(),
            value,
          ]);
          expect(Object.fromEntries(lowerCased)).toMatchObject(Object.fromEntries(stated));
          if (email) expect(held?.email).toBe(email);
        }
      },
    );

    it.each(['orders_export_cl_zero_decimal', 'orders_export_in_75col', 'orders_export_us_79col'])(
      'sends the orders of %s',
      (name) => {
        const { groups } = json(`shopify/expected/${name}.json`) as { readonly groups: Expected[] };
        for (const group of groups.filter(({ email }) => email !== '')) {
          const [held, ...others] = [...pipeline.cloud.standIn.workspace.events()].filter(
            (event) => event.name === 'order_placed' && event.attributes.order_id === group.id,
          );
          expect(others).toEqual([]);
          expect(held).toMatchObject({
            timestamp: group.created_at,
            attributes: {
              order_name: group.name,
              total: Number(group.total),
              items: (group.line_items as Expected[]).map(({ name, quantity }) => ({
                name,
                quantity: Number(quantity),
              })),
            },
          });
        }
      },
    );

    /** The manifest of the parts names another bucket. */
    function drop({ path, feed }: Pick<Verdict, 'path' | 'feed'>) {
      const bytes = readFileSync(new URL(path, DATA));
      const folder = `s3://${pipeline.cloud.bucketName}/incoming/unload/${PARTS}`;
      const isManifest = path.endsWith('manifest');
      const content = isManifest ? bytes.toString().replaceAll('s3://example-bucket/unload/', folder) : bytes;
      return pipeline.drop(feed, content, path);
    }
  });
} else {
  // Jest shows neither a skipped suite nor its console output.
  process.stderr.write('skipped: ../shared/data is not next to this clone\n');
  describe('../shared/data', () => it.skip('is not next to this clone: nothing to check', () => undefined));
}

/** A feed here gets files of different sources, which have different columns. */
function withoutDrift(config: Feeds): Feeds {
  const feeds = Object.entries(config.feeds).map(([name, feed]) => [
    name,
    { ...feed, limits: { ...feed.limits, drift: 'off' as const } },
  ]);
  return { ...config, feeds: Object.fromEntries(feeds) };
}

/** The path of the file under ../shared/data, which is used after the folder of the feed. */
function pathOf({ file, feed }: Report): string {
  return file.key.slice(`incoming/${feed}/`.length);
}

type Expected = Readonly<Record<string, unknown>>;

/** Outcomes that are not 0, and rejected rows by code. Files share people, so people of earlier files are unchanged. */
function rowsOf({ outcomes, rejects }: Report): Readonly<Record<string, number>> {
  const { rejected: _, delivered, unchanged, ...others } = outcomes;
  const counts = [
    ...Object.entries({ delivered: delivered + unchanged, ...others }),
    ...rejects.map(({ code, rows }) => [code, rows] as const),
  ];
  return Object.fromEntries(counts.filter(([, rows]) => rows > 0));
}
