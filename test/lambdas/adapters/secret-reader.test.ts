import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type SecretReader, secretReader } from '../../../lambdas/adapters/secret-reader.ts';
import { type SecretsServer, startSecretsServer } from '../../../local/secrets/server.ts';

let server: SecretsServer;
let client: SecretsManagerClient;
let reader: SecretReader;
beforeEach(async () => {
  const secrets = { customerio: '{"siteId":"site","apiKey":"key"}', seen: 'seen-key' };
  server = await startSecretsServer({ secrets });
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  client = new SecretsManagerClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials,
    maxAttempts: 1,
  });
  reader = secretReader(new SecretsProvider({ awsSdkV3Client: client }));
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

/** As an operator does. */
async function putCredentials(text: string): Promise<void> {
  await client.send(new PutSecretValueCommand({ SecretId: 'customerio', SecretString: text }));
}

describe('customerIo', () => {
  it('reads the credentials', async () => {
    expect(await reader.customerIo('customerio')).toEqual({ siteId: 'site', apiKey: 'key' });
  });

  it('reads the key of the App API if there is one', async () => {
    await putCredentials('{"siteId":"site","apiKey":"key","appApiKey":"app"}');
    expect(await reader.customerIo('customerio')).toMatchObject({ appApiKey: 'app' });
  });

  it.each([
    ['{"siteId":"","apiKey":"generated"}', 'as the stack creates it'],
    ['{"siteId":"site"}', 'one of the two'],
    ['site:key', 'not JSON'],
    ['', 'nothing'],
  ])('pauses on %j: %s, without the secret in the error', async (text, _because) => {
    await putCredentials(text);
    const reading = reader.customerIo('customerio');
    await expect(reading).rejects.toMatchObject({ name: 'PausedError', code: 'credentials' });
    await expect(reading).rejects.not.toThrow(/site:key|generated/);
  });

  it('caches what it has read, and reads again with the option fresh', async () => {
    await reader.customerIo('customerio');
    await putCredentials('{"siteId":"site","apiKey":"rotated"}');
    expect(await reader.customerIo('customerio')).toMatchObject({ apiKey: 'key' });
    expect(await reader.customerIo('customerio', { fresh: true })).toMatchObject({ apiKey: 'rotated' });
    expect(await reader.customerIo('customerio')).toMatchObject({ apiKey: 'rotated' });
  });

  it('fails without a retry if there is no such secret', async () => {
    await expect(reader.customerIo('unknown')).rejects.toMatchObject({ name: 'GetParameterError' });
  });
});

describe('seenKey', () => {
  it('reads the key', async () => {
    expect(await reader.seenKey('seen')).toBe('seen-key');
  });

  it('defers while Secrets Manager is unavailable', async () => {
    const cause = Object.assign(new Error('not now'), { name: 'ThrottlingException' });
    const unwell = secretReader({
      get: async () => {
        throw new Error('no secret', { cause });
      },
    });
    await expect(unwell.seenKey('seen')).rejects.toMatchObject({
      name: 'DeferError',
      code: 'secrets_unavailable',
    });
  });
});
