// `secrets`: stores the credentials of Customer.io, after Customer.io has accepted them.
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Command } from 'commander';
import { type CustomerIoSecret, CustomerIoSecretSchema } from '../lambdas/contracts/secrets.ts';
import { probeRegion } from './doctor/probe-region.ts';
import { readCredentials } from './secrets/read-credentials.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { write } from './terminal/output.ts';

interface SecretsOptions extends TargetOptions {
  readonly file?: string;
}

export function secretsCommand(): Command {
  return withTarget(new Command('secrets'))
    .description('store the credentials of Customer.io, from a file or from standard input')
    .option('--file <file>', 'JSON with siteId and apiKey; without it, standard input is read')
    .addHelpText('after', HELP)
    .action(async (options: SecretsOptions) => {
      const credentials = await readCredentials(options.file, process.stdin);
      const target = await openTarget(options);
      try {
        await check(target, credentials);
        await store(target, credentials);
        const { customerIoSecret: secret } = target.names;
        write({ secret, stored: true }, options, () => `Stored in ${secret}.\n`);
      } finally {
        await target.close();
      }
    });
}

const HELP = `
The credentials are not an argument, so they are not in the history of your shell. Delete the file afterwards. An
appApiKey that is already stored stays, unless the input has another one.

Example:
  npm run cli -- secrets --file credentials.json --local`;

/** @throws Error if Customer.io refuses them, or the account is in another region than the stack sends to. */
async function check({ names, endpoints }: Target, credentials: CustomerIoSecret): Promise<void> {
  const probe = await probeRegion(names.customerIoRegion, credentials, endpoints?.customerIoPort);
  if (probe.status === 'refused')
    throw new Error(
      'Customer.io refuses these credentials, so they are not stored. Use the site id and API key of the Track API (Settings → Account Settings → API Credentials).',
    );
  if (probe.status === 'unreachable')
    throw new Error(
      `Customer.io cannot be reached from this machine, so nothing is stored: ${probe.message}. Check the connection, and try again.`,
    );
  if (probe.region !== names.customerIoRegion)
    throw new Error(
      `The account is in region ${probe.region}, but the stack sends to ${names.customerIoRegion}, so nothing is stored. Deploy with -c customerIoRegion=${probe.region}, then try again.`,
    );
}

/** The stored appApiKey stays: PutSecretValue replaces the whole secret. */
async function store({ secrets, names }: Target, credentials: CustomerIoSecret): Promise<void> {
  const SecretId = names.customerIoSecret;
  const { SecretString = '{}' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  const before = CustomerIoSecretSchema.safeParse(JSON.parse(SecretString));
  const appApiKey = credentials.appApiKey ?? before.data?.appApiKey;
  const merged = { ...credentials, ...(appApiKey !== undefined && { appApiKey }) };
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(merged) }));
}
