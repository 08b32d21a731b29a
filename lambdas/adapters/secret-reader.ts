// The two secrets, cached for five minutes: a rotated API key is used without a deployment.
import type { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { type CustomerIoSecret, CustomerIoSecretSchema } from '../contracts/secrets.ts';
import { DeferError, PausedError } from '../domain/errors.ts';
import { isBusy } from './busy.ts';

const CACHED_SECONDS = 300;

export interface SecretOptions {
  /** Reads the secret again although it is cached, because the cached one was refused. */
  readonly fresh?: boolean;
}

/** Both throw DeferError if Secrets Manager is unavailable. */
export interface SecretReader {
  /** @throws PausedError `credentials` if the secret has no credentials. */
  customerIo(arn: string, options?: SecretOptions): Promise<CustomerIoSecret>;
  seenKey(arn: string): Promise<string>;
}

export function secretReader(provider: Pick<SecretsProvider, 'get'>): SecretReader {
  const text = async (arn: string, { fresh: forceFetch = false }: SecretOptions = {}): Promise<string> => {
    try {
      return String((await provider.get(arn, { maxAge: CACHED_SECONDS, forceFetch })) ?? '');
    } catch (error) {
      if (!isBusy((error as Error).cause)) throw error;
      throw new DeferError('secrets_unavailable', 'Secrets Manager throttles requests or is unavailable.', {
        cause: error,
      });
    }
  };
  return {
    async customerIo(arn, options) {
      const parsed = CustomerIoSecretSchema.safeParse(parseJson(await text(arn, options)));
      if (parsed.success) return parsed.data;
      throw new PausedError(
        'credentials',
        'The secret has no {"siteId", "apiKey"} of Customer.io. Store them in the secret. Then continue the import with: npm run cli -- redrive IMPORT.',
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
