import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { expect } from '@jest/globals';

/** The body as text. Reading to the end verifies its checksum. */
export async function textOf(output: GetObjectCommandOutput): Promise<string> {
  return (await output.Body?.transformToString()) ?? '';
}

export async function bytesOf(output: GetObjectCommandOutput): Promise<Uint8Array> {
  return (await output.Body?.transformToByteArray()) ?? new Uint8Array();
}

/** Expects a refusal of S3 with this status, and with this error name if the SDK has one. */
export async function expectRefusal(answer: Promise<unknown>, status: number, name?: string): Promise<void> {
  await expect(answer).rejects.toMatchObject({
    ...(name !== undefined && { name }),
    $metadata: { httpStatusCode: status },
  });
}
