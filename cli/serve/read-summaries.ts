// Reads the summaries of ended imports, which Report writes for `reports/index.html`.
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SUMMARIES } from '../../lambdas/contracts/object-keys.ts';
import { type ImportSummary, ImportSummarySchema } from '../../lambdas/contracts/report.ts';
import type { Target } from '../target/target.ts';

/** The names of summaries sort the newest first. */
const SHOWN = 50;

/** Returns the newest summaries on each call. The page calls every second, so only changed objects are read again. */
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

/** Undefined if another version of the pipeline wrote it in another format. */
function parse(bytes: Buffer): ImportSummary | undefined {
  return ImportSummarySchema.safeParse(JSON.parse(bytes.toString('utf8'))).data;
}
