// Versions of the pipeline that an operator deploys: they reject other rows, send in another order, pack operations in
// another way, have another number of partitions, or other feeds. Each one is the real code over a bucket that changes
// what it reads and writes.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { DRY_RUN, INCOMING } from '../../lambdas/contracts/object-keys.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { isDisputedLine, isOfEvent, isPeopleFeed } from './exports.ts';
import type { Random } from './random.ts';

export interface Version {
  /** Added to the format of its plans, and to each byte of its operations: no other number can be read. */
  readonly format: number;
  readonly partitions: number;
  /** Split makes chunks of about this size. */
  readonly chunkBytes: number;
  /** It rejects the disputed rows. */
  readonly isStrict: boolean;
  /** It sends the events of the last chunk first. */
  readonly isReversed: boolean;
  readonly feeds: Feeds;
}

/** Far smaller than Split makes chunks, so that a dozen rows have several. */
const CHUNK_BYTES = 300;

/** The version that imports the last files of every run. */
export function firstVersion(feeds: Feeds): Version {
  return { format: 0, partitions: 3, chunkBytes: CHUNK_BYTES, isStrict: false, isReversed: false, feeds };
}

export function aVersion(feeds: Feeds, random: Random): Version {
  return {
    format: random.pick([0, 0, 10, 20]),
    partitions: random.pick([3, 3, 2]),
    chunkBytes: CHUNK_BYTES,
    isStrict: random.chance(0.5),
    isReversed: random.chance(0.5),
    feeds: random.pick([feeds, withoutAnOption(feeds), withAnotherLimit(feeds)]),
  };
}

/** As a version has them that does not know an option yet. */
function withoutAnOption({ feeds, ...shared }: Feeds): Feeds {
  return { ...shared, feeds: mapFeeds(feeds, ({ stripApostrophe: _, ...feed }) => feed) };
}

/** The operator changes the feeds: imports that run end as `feed_changed`. */
function withAnotherLimit({ feeds, ...shared }: Feeds): Feeds {
  const change = (feed: Feeds['feeds'][string]) => ({
    ...feed,
    limits: { ...feed.limits, maxRejectShare: 0.6 },
  });
  return { ...shared, feeds: mapFeeds(feeds, change) };
}

function mapFeeds(feeds: Feeds['feeds'], change: (feed: Feeds['feeds'][string]) => object): Feeds['feeds'] {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, feed]) => [name, change(feed)]),
  ) as Feeds['feeds'];
}

/** The bucket, as a function of this version reads and writes it. */
export function asVersion(objects: ObjectStore, version: Version, functionName: FunctionName): ObjectStore {
  return {
    ...objects,
    async read(pointer, range) {
      const bytes = await objects.read(pointer, range);
      const { key } = pointer;
      if (isPlanned(key)) return Buffer.from(JSON.stringify(readPlanned(bytes, version)));
      if (isOperations(key)) return shifted(bytes, -version.format);
      return version.isStrict && functionName === 'validate' && isFile(key) ? withFaults(bytes) : bytes;
    },
    write(key, body, contentType) {
      if (isPlanned(key)) return objects.write(key, printPlanned(String(body), version), contentType);
      if (isOperations(key))
        return objects.write(key, shifted(Buffer.from(body), version.format), contentType);
      return objects.write(key, body, contentType);
    },
  };
}

const isPlanned = (key: string) => /\/plan\.json$|\/partitions\/.*\d+\.json$/.test(key);
const isOperations = (key: string) => /\/valid\/.*\.ndjson\.(gz|zst)$/.test(key);
const isFile = (key: string) => key.startsWith(INCOMING) || key.startsWith(DRY_RUN);

/** The format of a plan is part of its version. */
function printPlanned(text: string, { format }: Version): string {
  const planned = JSON.parse(text);
  const version = planned.version && format !== 0 ? { version: `${planned.version}.${format}` } : {};
  return JSON.stringify({ ...planned, ...version, format: planned.format + format });
}

function readPlanned(bytes: Buffer, { format, isReversed }: Version): object {
  const planned = JSON.parse(bytes.toString('utf8'));
  const isOfEvents = !isPeopleFeed(planned.feed);
  const members = isReversed && isOfEvents && planned.members?.toReversed();
  return { ...planned, ...(members && { members }), format: planned.format - format };
}

function shifted(bytes: Buffer, by: number): Buffer {
  return by === 0 ? bytes : (bytes.map((byte) => byte + by) as Buffer);
}

/** The same lines, without what a disputed row needs. */
function withFaults(bytes: Buffer): Buffer {
  const lines = bytes.toString('utf8').split('\n');
  return Buffer.from(lines.map((line) => (isDisputedLine(line) ? faulty(line) : line)).join('\n'));
}

/** Without the id of a person, and without the time of an event. */
function faulty(line: string): string {
  return line
    .split(',')
    .with(isOfEvent(line) ? 2 : 0, '')
    .join();
}
