// One exchange over HTTP, with a time limit. It uses Node's own fetch: at a few requests a second a faster client would
// save nothing, and would slow down every cold start.

export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/**
 * The whole answer, with any status. Redirects are not followed.
 * @throws Error if there is no answer in time: the outcome of the request is unknown.
 */
export async function exchange(
  url: string,
  request: Pick<RequestInit, 'method' | 'headers' | 'body'>,
  timeoutMilliseconds: number,
): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  const response = await fetch(url, { ...request, redirect: 'manual', signal });
  const retryAfter = response.headers.get('retry-after') ?? undefined;
  return { status: response.status, retryAfter, body: await response.text() };
}
