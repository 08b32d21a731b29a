// Reads the credentials of Customer.io as JSON. They are never an argument: the shell would keep them in its history, and
// the system shows arguments to other users.
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type CustomerIoSecret, CustomerIoSecretSchema } from '../../lambdas/contracts/secrets.ts';

const FORM = '{"siteId": "…", "apiKey": "…"}';

/**
 * @param file a path, or undefined for the stream.
 * @throws Error that does not contain what was read.
 */
export async function readCredentials(file: string | undefined, stdin: Readable): Promise<CustomerIoSecret> {
  const read = file === undefined ? await text(stdin) : readFileSync(file, 'utf8');
  const parsed = CustomerIoSecretSchema.strict().safeParse(parseJson(read));
  if (parsed.success) return parsed.data;
  const where = file === undefined ? 'Standard input' : file;
  throw new Error(
    `${where} does not contain credentials. Write the site id and the API key of the Track API as ${FORM}; "appApiKey" is optional.`,
  );
}

function parseJson(read: string): unknown {
  try {
    return JSON.parse(read);
  } catch {
    return undefined;
  }
}
