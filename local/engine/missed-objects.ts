// Finds objects whose event was lost, because the engine was killed after it wrote them and before their execution
// started.
import { randomUUID } from 'node:crypto';
import { ListObjectVersionsCommand, type ObjectVersion, type S3Client } from '@aws-sdk/client-s3';
import type { CloudEvent } from './event-bus.ts';
import { isObject } from './intrinsics.ts';
import { ACCOUNT, REGION } from './local-names.ts';
import type { BucketDescription, RuleDescription } from './template.ts';

/**
 * An "Object Created" event for every object version that a rule could match, oldest first. The caller decides which of
 * them are new.
 */
export async function objectEvents(
  s3: S3Client,
  buckets: readonly BucketDescription[],
  rules: readonly RuleDescription[],
): Promise<readonly CloudEvent[]> {
  const prefixes = [...new Set(rules.flatMap(keyPrefixes))];
  const events: (CloudEvent & { readonly time: string })[] = [];
  for (const bucket of buckets.filter(({ eventBridge }) => eventBridge)) {
    for (const prefix of prefixes) {
      for await (const version of listVersions(s3, bucket.name, prefix))
        events.push(eventOf(bucket, version));
    }
  }
  return events.sort((a, b) => (a.time < b.time ? -1 : 1));
}

/** Key prefixes of the rule; an empty prefix if the rule is about objects and lists none. */
function keyPrefixes({ pattern }: RuleDescription): string[] {
  const types = pattern['detail-type'];
  if (!Array.isArray(types) || !types.includes('Object Created')) return [];
  const object = isObject(pattern.detail) ? pattern.detail.object : undefined;
  const keys = isObject(object) && Array.isArray(object.key) ? object.key : [{}];
  return keys.map((key) => (isObject(key) ? String(key.prefix ?? '') : String(key)));
}

async function* listVersions(s3: S3Client, bucket: string, prefix: string): AsyncGenerator<ObjectVersion> {
  let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...from }));
    yield* page.Versions ?? [];
    if (!page.IsTruncated) return;
    from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

/** The event of the S3 server, with the fields that are read. */
function eventOf(bucket: BucketDescription, version: ObjectVersion): CloudEvent & { readonly time: string } {
  return {
    ...{ version: '0', account: ACCOUNT, region: REGION, resources: [`arn:aws:s3:::${bucket.name}`] },
    id: randomUUID(),
    source: 'aws.s3',
    'detail-type': 'Object Created',
    time: (version.LastModified ?? new Date(0)).toISOString().replace(/\.\d+Z$/, 'Z'),
    detail: {
      bucket: { name: bucket.name },
      object: {
        key: version.Key,
        size: version.Size,
        etag: version.ETag?.replaceAll('"', ''),
        ...(bucket.versioned && { 'version-id': version.VersionId }),
      },
    },
  };
}
