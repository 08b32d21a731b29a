// The key of every object in the bucket. Infrastructure (lifecycle rules, grants) and functions both read it.

/** Prefix of dropped files: `incoming/<feed>/…`. */
export const INCOMING = 'incoming/';
/** Prefix of files for a dry run: `dry-run/<feed>/…`. Their imports send and record nothing. */
export const DRY_RUN = 'dry-run/';
/** Prefix of everything that an import writes for itself. It may be deleted after the report. */
export const WORK = 'work/';
/** Prefix of the reports. */
export const REPORTS = 'reports/';

const CHUNK_DIGITS = 5;

/** The feed of an object key, or `undefined` if it is neither under `incoming/<feed>/` nor under `dry-run/<feed>/`. */
export function feedOfKey(key: string): string | undefined {
  const [root, feed, ...rest] = key.split('/');
  const isDropped = `${root}/` === INCOMING || `${root}/` === DRY_RUN;
  return isDropped && feed !== undefined && rest.join('/') !== '' ? feed : undefined;
}

const CANARY = 'canary=';

/** The folder of a file with another canary than its feed's: `incoming/<feed>/canary=<operations>/…`. */
export function canaryFolder(feed: string, operations: number): string {
  return `${INCOMING}${feed}/${CANARY}${operations}/`;
}

/** The text after `canary=` in the folder of a file, unchecked. `undefined` if there is no such folder. */
export function canaryOfKey(key: string): string | undefined {
  const [, , folder = '', ...rest] = key.split('/');
  return rest.length > 0 && folder.startsWith(CANARY) ? folder.slice(CANARY.length) : undefined;
}

/** The name of a dropped file: its path in the folder of its feed, the same for an import, a dry run and another canary. */
export function fileOfKey(key: string): string {
  const path = key.split('/').slice(2);
  return path.slice(canaryOfKey(key) === undefined ? 0 : 1).join('/');
}

/** Whether a file with this key starts a dry run. */
export function isDryRun(key: string): boolean {
  return key.startsWith(DRY_RUN);
}

/** A part as plain UTF-8 text. Written only if the object is compressed or in another encoding. */
export function decodedInputKey(importId: string, part: number): string {
  return `${WORK}${importId}/input/${digits(part)}.csv`;
}

/** The plan: parts, header and chunks. */
export function planKey(importId: string): string {
  return `${WORK}${importId}/plan.json`;
}

/** One planning of an import. A redrive plans it again, maybe by another version of the code, under the same version of the plan. */
export interface Planning {
  readonly format: number;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly plannedAt: number;
}

/**
 * What Validate and Review write has a folder for each planning: a function that outlives its execution never writes
 * over the files of the next one.
 */
function plannedFile(folder: string, { format, version, plannedAt }: Planning, file: string): string {
  // Plans of the first format have one folder.
  return format === 1 ? `${folder}/${file}` : `${folder}/${version}-${plannedAt}/${file}`;
}

/** A chunk's operations: compressed partition by partition, NDJSON inside. */
export function operationsKey(importId: string, plan: Planning, chunk: number): string {
  // Formats 1 and 2 compress by gzip.
  return plannedFile(
    `${WORK}${importId}/valid`,
    plan,
    `${digits(chunk)}.ndjson.${plan.format < 3 ? 'gz' : 'zst'}`,
  );
}

/** A chunk's statistics and the index of its partitions. */
export function chunkSummaryKey(importId: string, plan: Planning, chunk: number): string {
  return plannedFile(`${WORK}${importId}/valid`, plan, `${digits(chunk)}.json`);
}

/** A chunk's rejected records, as CSV lines without a header. */
export function chunkRejectsKey(importId: string, plan: Planning, chunk: number): string {
  return plannedFile(`${WORK}${importId}/rejects`, plan, `${digits(chunk)}.csv`);
}

/** A chunk's records that a policy holds back, as CSV lines without a header. */
export function chunkHeldKey(importId: string, plan: Planning, chunk: number): string {
  return plannedFile(`${WORK}${importId}/held`, plan, `${digits(chunk)}.csv`);
}

/** A chunk's pairs of hashed identifiers. E-mails could be guessed from them, so they are kept in `work/`. */
export function identityPairsKey(importId: string, plan: Planning, chunk: number): string {
  return plannedFile(`${WORK}${importId}/identity`, plan, `${digits(chunk)}.bin`);
}

/** The groups of a chunk, as hashes and counts. */
export function groupsKey(importId: string, plan: Planning, chunk: number): string {
  return plannedFile(`${WORK}${importId}/groups`, plan, `${digits(chunk)}.bin`);
}

/** The keys of a chunk's events, as hashes. */
export function eventKeysKey(importId: string, plan: Planning, chunk: number): string {
  return plannedFile(`${WORK}${importId}/keys`, plan, `${digits(chunk)}.bin`);
}

/** The groups of an import that are left out. */
export function brokenGroupsKey(importId: string, plan: Planning): string {
  return plannedFile(`${WORK}${importId}/review`, plan, 'groups.json');
}

/** Why a chunk could not be read. Report gets from Step Functions only that the Map failed, without the error. */
export function chunkFailureKey(importId: string): string {
  return `${WORK}${importId}/failure.json`;
}

/** Which plan a function of another version could not read. */
export function unreadPlanKey(importId: string): string {
  return `${WORK}${importId}/unread-plan.json`;
}

/** The byte ranges of one partition in the operations of all chunks. */
export function partitionIndexKey(importId: string, plan: Planning, partition: number): string {
  return plannedFile(`${WORK}${importId}/partitions`, plan, `${digits(partition)}.json`);
}

/** A batch of a partition with declined operations. */
export interface DeclinedBatch {
  readonly partition: number;
  /** How often the partition had begun again at 0. */
  readonly generation: number;
  /** Position of the batch. */
  readonly position: number;
  /** Of the worker that noted it. 0 if a version before 2026-12 did. */
  readonly epoch: number;
}

/** Operations of a batch that Customer.io declined. */
export function declinedKey(importId: string, plan: string, batch: DeclinedBatch): string {
  const { partition, generation, position, epoch } = batch;
  const place = `${digits(partition)}-${String(position).padStart(9, '0')}-${generation}-${epoch}`;
  return `${declinedPrefix(importId, plan)}${place}.json`;
}

/** The batch that a key is about. */
export function declinedBatchOf(key: string): DeclinedBatch {
  const name = key.slice(key.lastIndexOf('/') + 1, -'.json'.length);
  const [partition = 0, position = 0, generation = 0, epoch = 0] = name.split('-').map(Number);
  return { partition, generation, position, epoch };
}

/** Prefix of all declined operations of an import under one version of its plan. Those of an older plan are sent again. */
export function declinedPrefix(importId: string, plan: string): string {
  return `${WORK}${importId}/refusals/${plan}/`;
}

/** The added-up statistics and the decision of Review. */
export function reviewKey(importId: string, plan: Planning): string {
  return plan.format === 1
    ? `${WORK}${importId}/review.json`
    : plannedFile(`${WORK}${importId}/review`, plan, 'review.json');
}

/** The result of weighing a partition. */
export function weighedKey(importId: string, plan: Planning, partition: number): string {
  // Plans of the first format have a folder for each version.
  const folder = `${WORK}${importId}/weighed${plan.format === 1 ? `/${plan.version}` : ''}`;
  return plannedFile(folder, plan, `${digits(partition)}.json`);
}

/** What the canary sent of a partition, under one version of the plan. */
export function canaryKey(importId: string, plan: string, partition: number): string {
  return `${canaryPrefix(importId, plan)}${digits(partition)}.json`;
}

/** Prefix of everything that the canary sent. */
export function canaryPrefix(importId: string, plan: string): string {
  return `${WORK}${importId}/canary/${plan}/`;
}

/** The decision of Decide, with the sum of the weighed partitions. */
export function decisionKey(importId: string): string {
  return `${WORK}${importId}/decision.json`;
}

/** The folder of an import's report. */
export function reportPrefix(feed: string, importId: string): string {
  return `${REPORTS}${feed}/${importId}/`;
}

/** The report for programs; the other files of the report have the same prefix. */
export function reportKey(feed: string, importId: string): string {
  return `${reportPrefix(feed, importId)}report.json`;
}

/** The page of the newest imports. */
export const IMPORTS_PAGE = `${REPORTS}index.html`;

/** Prefix of one small object per ended import, whose names put the newest first. No feed can have this name. */
export const SUMMARIES = `${REPORTS}_imports/`;

/** @param arrivedAt milliseconds since 1970. */
export function summaryKey(arrivedAt: number, importId: string): string {
  return `${SUMMARIES}${String(LATEST - arrivedAt).padStart(13, '0')}-${importId}.json`;
}

const LATEST = 9_999_999_999_999;

function digits(n: number): string {
  return String(n).padStart(CHUNK_DIGITS, '0');
}
