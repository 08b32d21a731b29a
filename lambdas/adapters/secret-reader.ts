// The two secrets, kept for five minutes: a rotated API key is taken up without a deployment.
import type { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { type CustomerIoSecret, CustomerIoSecretSchema } from '../contracts/secrets.ts';
import { PausedError } from '../domain/errors.ts';

const KEPT_SECONDS = 300;

export interface SecretReader {
  /** @throws PausedError `credentials` where the secret was never filled in. */
  customerIo(arn: string): Promise<CustomerIoSecret>;
  seenKey(arn: string): Promise<string>;
}

export function secretReader(provider: SecretsProvider): SecretReader {
  const text = async (arn: string): Promise<string> =>
    String((await provider.get(arn, { maxAge: KEPT_SECONDS })) ?? '');
  return {
    async customerIo(arn) {
      const parsed = CustomerIoSecretSchema.safeParse(parseJson(await text(arn)));
      if (parsed.success) return parsed.data;
      throw new PausedError(
        'credentials',
        'The secret holds no {"siteId", "apiKey"} of Customer.io. Fill it in, then redrive the import.',
      );
    },
    seenKey: text,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
