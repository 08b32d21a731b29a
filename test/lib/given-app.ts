// The pipeline in the apps that it can be part of: the ready app with its settings, and another team's own app.
import { App, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CsvToCustomerIo, type CsvToCustomerIoProps } from '../../lib/csv-to-customerio.ts';
import { csvToCustomerIoApp } from '../../lib/csv-to-customerio-app.ts';
import { RULES_AT_DEPTH, STUB_FEEDS, type StubFolders } from './stub-pipeline.ts';

export interface GivenApp {
  readonly app: App;
  readonly stack: Stack;
}

export const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** The ready app, with settings as `cdk -c` gives them. */
export function readyApp(
  { lambdas, outdir }: StubFolders,
  context: Readonly<Record<string, string>>,
): GivenApp {
  return csvToCustomerIoApp({ feeds: STUB_FEEDS, lambdas, outdir, context, checked: false });
}

/** Another team's app. @param given what that app has already. */
export function ownApp(
  { lambdas, outdir }: StubFolders,
  given: (stack: Stack) => Partial<CsvToCustomerIoProps>,
): GivenApp {
  const app = new App({ ...RULES_AT_DEPTH, outdir });
  const stack = new Stack(app, 'Shop');
  const base = { feeds: STUB_FEEDS, customerIoRegion: 'us' as const, lambdas };
  new CsvToCustomerIo(stack, 'Pipeline', { ...base, ...given(stack) });
  return { app, stack };
}

export const withKey = (stack: Stack): Partial<CsvToCustomerIoProps> => ({
  encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }),
});
