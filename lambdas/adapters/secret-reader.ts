// The two secrets, kept for five minutes: a rotated API key is taken up without a deployment.
import type { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { type CustomerIoSecret, CustomerIoSecretSchema } from '../contracts/secrets.ts';
import { DeferError, PausedError } from '../domain/errors.ts';
import { isBusy } from './busy.ts';

const KEPT_SECONDS = 300;

/** Both throw DeferError where Secrets Manager is unwell. */
export interface SecretReader {
  /**
   * @param fresh asks for it even where it is kept: what is kept has just been refused.
   * @throws PausedError `credentials` where the secret was never filled in.
   */
  customerIo(arn: string, fresh?: boolean): Promise<CustomerIoSecret>;
  seenKey(arn: string): Promise<string>;
}

export function secretReader(provider: Pick<SecretsProvider, 'get'>): SecretReader {
  const text = async (arn: string, forceFetch = false): Promise<string> => {
    try {
      return String((await provider.get(arn, { maxAge: KEPT_SECONDS, forceFetch })) ?? '');
    } catch (error) {
      if (!isBusy((error as Error).cause)) throw error;
      throw new DeferError('secrets_unavailable', 'Secrets Manager asks to slow down.', { cause: error });
    }
  };
  return {
    async customerIo(arn, fresh) {
      const parsed = CustomerIoSecretSchema.safeParse(parseJson(await text(arn, fresh)));
      if (parsed.success) return parsed.data;
      throw new PausedError(
        'credentials',
        'The secret holds no {"siteId", "apiKey"} of Customer.io. Fill it in, then redrive the import.',
      );
    },
    seenKey: (arn) => text(arn),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
