// One exchange over HTTP, with a bound on its time. Node's own fetch: at a few requests a second a faster client would
// save nothing, and weigh on every cold start.

export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/**
 * The whole answer, whatever its status; redirects are not followed.
 * @throws Error where there is none within the time: nobody knows then what became of the request.
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
