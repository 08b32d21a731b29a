// A file that was dropped on the page, into the bucket below its feed's folder.
import type { IncomingMessage } from 'node:http';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { DRY_RUN, INCOMING } from '../../lambdas/contracts/object-keys.ts';
import { bytes } from '../../lambdas/domain/page/words.ts';
import { dropFile } from '../imports/drop-file.ts';
import type { FurtherCall } from '../target/further-call.ts';
import type { Target } from '../target/target.ts';

/** More is better dropped by a command, which shows how far it is and can be repeated. */
export const MOST_BYTES = 1_000_000_000;
export const tooLarge = (call: FurtherCall): string =>
  `At most ${bytes(MOST_BYTES)} are taken here. Drop larger files with: ${call('put FILE --feed FEED')}`;

/** S3's bound is 1,024 bytes of UTF-8 for the whole key. */
const LONGEST_NAME_BYTES = 800;

export interface Taken {
  readonly key: string;
  readonly importId: string;
}

/** Why a file is not taken, with the status that says so. */
export interface NotTaken {
  readonly status: number;
  readonly message: string;
}

/** Streams the body of a request to `incoming/<feed>/<name>`, or `dry-run/…`; a body that breaks off leaves nothing. */
export async function takeFile(
  target: Target,
  feeds: readonly string[],
  request: IncomingMessage,
  asked: URLSearchParams,
): Promise<Taken | NotTaken> {
  const feed = asked.get('feed') ?? '';
  const name = asked.get('name') ?? '';
  const length = Number(request.headers['content-length']);
  if (!feeds.includes(feed))
    return { status: 400, message: `There is no such feed. There are: ${feeds.join(', ')}.` };
  if (!isFileName(name))
    return { status: 400, message: 'The file has a name that cannot be kept. Rename it.' };
  if (!Number.isInteger(length)) return { status: 411, message: 'The size of the file is missing.' };
  if (length > MOST_BYTES) return { status: 413, message: tooLarge(target.call) };
  const key = `${asked.has('dry-run') ? DRY_RUN : INCOMING}${feed}/${name}`;
  const { digest } = await dropFile(target, { feed, key, body: request });
  return { key, importId: `${feed}-${await arrivalSecond(target, key)}-${digest}` };
}

/** A name and no path, without what a terminal or a table would act on. */
function isFileName(name: string): boolean {
  return (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    Buffer.byteLength(name) <= LONGEST_NAME_BYTES &&
    !/[/\\\p{Cc}\p{Bidi_Control}]/u.test(name)
  );
}

/** As the id of its import has it: `20260101T050000`. */
async function arrivalSecond({ s3, names }: Target, key: string): Promise<string> {
  const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket: names.bucket, Key: key }));
  return (LastModified ?? new Date()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}
