// Drops files on the pipeline in memory, and says what Customer.io got and what was rejected.
import { parse } from 'csv-parse/sync';
import { type FeedInput, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import type { Item } from '../../lambdas/domain/operations/item.ts';
import { importFile } from '../builders/import-file.ts';
import type { SmallPlan } from '../builders/smaller-plan.ts';
import { aWorld, type World } from '../builders/world.ts';

export interface Dropped {
  /** `completed`, or the state with the code of its reason: `held: key_changed`. */
  readonly state: string;
  /** What was posted to Customer.io, in order. */
  readonly sent: readonly Item[];
  /** Line and code of each row in rejects.csv. */
  readonly rejected: readonly string[];
  /** Codes of findings, with their lines. */
  readonly findings: Readonly<Record<string, readonly number[]>>;
  readonly rejects: string;
  readonly report: Report;
}

/** A pipeline with these feeds. Limits on rejects are off, unless a feed states its own. */
export function pipelineOf(feeds: Readonly<Record<string, FeedInput>>): World {
  const lenient = Object.entries(feeds).map(([name, feed]) => [
    name,
    { ...feed, limits: { maxRejectShare: 1, ...feed.limits } },
  ]);
  return aWorld({ feeds: FeedsSchema.parse({ workspace: 'main', feeds: Object.fromEntries(lenient) }) });
}

/** Drops a file an hour after the one before it. @param path feed and name of the file. */
export async function drop(
  world: World,
  path: string,
  body: string | Buffer,
  small?: SmallPlan,
): Promise<Dropped> {
  world.clock.advance(3600);
  const file = await importFile(world, `incoming/${path}`, body, small);
  if (!file) throw new Error('the file started no import');
  const { report, items } = file;
  const rejects = file.returned('rejects.csv') ?? '';
  return {
    state: report.reason ? `${report.state}: ${report.reason.code}` : report.state,
    sent: items,
    rejected: readRejects(rejects).map((row) => `${row._reject_line} ${row._reject_code}`),
    findings: Object.fromEntries(report.findings.map(({ code, lines }) => [code, lines])),
    rejects,
    report,
  };
}

/** Drops one file on a pipeline with one feed, `feed`. */
export function dropOn(feed: FeedInput, body: string | Buffer): Promise<Dropped> {
  return drop(pipelineOf({ feed }), 'feed/file.csv', body);
}

function readRejects(rejects: string): Record<string, string>[] {
  const delimiter = /(.)_reject_line/.exec(rejects)?.[1] ?? ',';
  return parse(rejects, { columns: true, delimiter, relax_column_count: true });
}

/** The attributes of each sent item by its person. */
export function attributesOf({ sent }: Dropped): Record<string, unknown> {
  return Object.fromEntries(
    sent.map((item) => [
      Object.values(item.identifiers ?? {})[0],
      'attributes' in item ? { ...item.attributes } : item.action,
    ]),
  );
}

/** The people of the sent items. */
export function peopleOf({ sent }: Dropped): unknown[] {
  return sent.map(({ identifiers = {} }) => Object.values(identifiers)[0]);
}
