// Verifies the AWS Signature Version 4 of a request to S3, in its header or in a presigned URL.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from './credentials.ts';

export interface SignedRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

interface Authorization {
  readonly accessKeyId: string;
  /** `<date>/<region>/<service>/aws4_request` */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const HEADER = new RegExp(
  `^${ALGORITHM} Credential=([^/,]+)/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$`,
);

/** The fields of the header Authorization, or undefined if it has another form. */
export function readAuthorization(header: string | undefined): Authorization | undefined {
  const [, accessKeyId, scope, signed, signature] = HEADER.exec(header ?? '') ?? [];
  if (accessKeyId === undefined || scope === undefined || signed === undefined || signature === undefined)
    return undefined;
  return { accessKeyId, scope, signedHeaders: signed.split(';'), signature };
}

/** Whether the request has the access key, and was signed with the secret. The time of the signature is not checked. */
export function isSignedWith(request: SignedRequest, credentials: Credentials): boolean {
  const [path = '', ...rest] = request.url.split('?');
  const query = readQuery(rest.join('?'));
  const presigned = readPresigned(query);
  const authorization = presigned ?? readAuthorization(request.headers.authorization);
  if (authorization?.accessKeyId !== credentials.accessKeyId) return false;
  const { 'x-amz-content-sha256': contentHash = 'UNSIGNED-PAYLOAD', 'x-amz-date': date } = request.headers;
  const canonical = [
    request.method,
    path,
    canonicalQuery(query),
    ...authorization.signedHeaders.map((name) => `${name}:${headerOf(request.headers, name)}`),
    '',
    authorization.signedHeaders.join(';'),
    presigned ? 'UNSIGNED-PAYLOAD' : String(contentHash),
  ].join('\n');
  const signedAt = presigned ? decodeURIComponent(query.get('X-Amz-Date') ?? '') : String(date);
  const text = [ALGORITHM, signedAt, authorization.scope, hash('sha256', canonical, 'hex')].join('\n');
  const expected = hmac(signingKey(authorization.scope, credentials), text);
  return timingSafeEqual(expected, Buffer.from(authorization.signature, 'hex'));
}

function readPresigned(query: ReadonlyMap<string, string>): Authorization | undefined {
  const [credential, signed, signature] = ['X-Amz-Credential', 'X-Amz-SignedHeaders', 'X-Amz-Signature'].map(
    (name) => decodeURIComponent(query.get(name) ?? ''),
  );
  if (!credential || !signed || !/^[0-9a-f]{64}$/.test(signature ?? '')) return undefined;
  const [accessKeyId = '', ...scope] = credential.split('/');
  return {
    accessKeyId,
    scope: scope.join('/'),
    signedHeaders: signed.split(';'),
    signature: signature ?? '',
  };
}

/** Names and values stay encoded. */
function readQuery(query: string): ReadonlyMap<string, string> {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, value.join('=')];
    }),
  );
}

function canonicalQuery(query: ReadonlyMap<string, string>): string {
  const signed = [...query].filter(([name]) => name !== 'X-Amz-Signature');
  return signed
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  return String(headers[name] ?? '')
    .trim()
    .replaceAll(/ +/g, ' ');
}

/** The last key: nearly all requests to a server have the same scope, and making a key takes longer than signing with it. */
let last: { readonly of: string; readonly key: Buffer } = { of: '', key: Buffer.alloc(0) };

function signingKey(scope: string, { secretAccessKey }: Credentials): Buffer {
  const of = `${secretAccessKey} ${scope}`;
  if (last.of !== of) {
    last = { of, key: scope.split('/').reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`)) };
  }
  return last.key;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
