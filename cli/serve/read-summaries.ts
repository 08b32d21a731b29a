// The imports that have ended, as Report keeps them for `reports/index.html`.
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SUMMARIES } from '../../lambdas/contracts/object-keys.ts';
import { type ImportSummary, ImportSummarySchema } from '../../lambdas/contracts/report.ts';
import type { Target } from '../target/target.ts';

/** The newest come first by name. */
const SHOWN = 50;

/** Gives the newest each time; reads again only what has changed, as the page asks every second. */
export function summaryReader({ s3, names, objects }: Target): () => Promise<readonly ImportSummary[]> {
  let known = new Map<string, ImportSummary | undefined>();
  return async () => {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: names.bucket, Prefix: SUMMARIES, MaxKeys: SHOWN }),
    );
    const entries = await Promise.all(
      Contents.map(async ({ Key: key = '', ETag }) => {
        const version = `${key} ${ETag}`;
        return [version, known.get(version) ?? parse(await objects.read({ key }))] as const;
      }),
    );
    known = new Map(entries);
    return [...known.values()].flatMap((summary) => summary ?? []);
  };
}

/** Nothing where another version wrote it otherwise. */
function parse(bytes: Buffer): ImportSummary | undefined {
  return ImportSummarySchema.safeParse(JSON.parse(bytes.toString('utf8'))).data;
}
