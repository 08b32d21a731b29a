import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { expect } from '@jest/globals';

/** The body as text; reading it to the end verifies its checksum. */
export async function textOf(output: GetObjectCommandOutput): Promise<string> {
  return (await output.Body?.transformToString()) ?? '';
}

export async function bytesOf(output: GetObjectCommandOutput): Promise<Uint8Array> {
  return (await output.Body?.transformToByteArray()) ?? new Uint8Array();
}

/** Expects S3 to refuse, with this status and error name where the SDK knows one. */
export async function expectRefusal(answer: Promise<unknown>, status: number, name?: string): Promise<void> {
  await expect(answer).rejects.toMatchObject({
    ...(name !== undefined && { name }),
    $metadata: { httpStatusCode: status },
  });
}
