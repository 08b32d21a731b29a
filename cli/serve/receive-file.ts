// Receives a file that was dropped on the page, and stores it in the bucket, in its feed's folder.
import type { IncomingMessage } from 'node:http';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { bytes } from '../../lambdas/contracts/format.ts';
import { DRY_RUN, INCOMING } from '../../lambdas/contracts/object-keys.ts';
import type { CommandLine } from '../../lambdas/domain/report/next-steps.ts';
import { dropFile } from '../imports/drop-file.ts';
import type { Target } from '../target/target.ts';

/** For a larger file use the command line, which shows the progress and can be repeated. */
export const MOST_BYTES = 1_000_000_000;
export const tooLarge = (call: CommandLine): string =>
  `The file is larger than ${bytes(MOST_BYTES)}. Drop it with the command line: ${call('put FILE --feed FEED')}`;

/** S3's limit is 1,024 bytes of UTF-8 for the whole key. */
const LONGEST_NAME_BYTES = 800;

export interface Received {
  readonly key: string;
  readonly importId: string;
}

/** Why a file is refused, with its HTTP status. */
export interface NotReceived {
  readonly status: number;
  readonly message: string;
}

/** Streams the body of a request to `incoming/<feed>/<name>`, or `dry-run/…`. An incomplete body leaves no object. */
export async function receiveFile(
  target: Target,
  feeds: readonly string[],
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Received | NotReceived> {
  const feed = query.get('feed') ?? '';
  const name = query.get('name') ?? '';
  const length = Number(request.headers['content-length']);
  if (!feeds.includes(feed))
    return { status: 400, message: `There is no such feed. Choose one of ${feeds.join(', ')}.` };
  if (!isFileName(name))
    return {
      status: 400,
      message: 'The file name is too long, or has characters that are not allowed. Rename the file.',
    };
  if (!Number.isInteger(length))
    return { status: 411, message: 'The request has no content-length. Drop the file on the page.' };
  if (length > MOST_BYTES) return { status: 413, message: tooLarge(target.call) };
  const key = `${query.has('dry-run') ? DRY_RUN : INCOMING}${feed}/${name}`;
  const { digest } = await dropFile(target, { feed, key, body: request });
  return { key, importId: `${feed}-${await arrivalSecond(target, key)}-${digest}` };
}

/** A name without a path, and without characters that control a terminal or the direction of text. */
function isFileName(name: string): boolean {
  return (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    Buffer.byteLength(name) <= LONGEST_NAME_BYTES &&
    !/[/\\\p{Cc}\p{Bidi_Control}]/u.test(name)
  );
}

/** In the format of import ids: `20260101T050000`. */
async function arrivalSecond({ s3, names }: Target, key: string): Promise<string> {
  const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket: names.bucket, Key: key }));
  return (LastModified ?? new Date()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}
