// Keeps web pages away from the embedded servers. A page can send requests to a loopback port, and a DNS name can lead to
// 127.0.0.1. But a page does not know the credentials of this run, and browsers send the name in the header Host.
import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from './credentials.ts';
import { readAuthorization } from './signature.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether the request was sent to this machine by its own name. */
export function isToLoopback({ host = '' }: IncomingHttpHeaders): boolean {
  return LOOPBACK.includes(host.replace(/:\d+$/, ''));
}

/**
 * Why a request is refused, or undefined.
 * @param credentials without them, only the name of the machine is checked.
 */
export function refusalOf(
  headers: IncomingHttpHeaders,
  credentials: Credentials | undefined,
): string | undefined {
  if (!isToLoopback(headers)) return 'The embedded engine is available only on this machine.';
  if (credentials && readAuthorization(headers.authorization)?.accessKeyId !== credentials.accessKeyId)
    return 'The security token included in the request is invalid.';
  return undefined;
}
