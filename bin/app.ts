// The CDK CLI runs this file. It prints a mistake in feeds.config.ts without a stack trace.
import { csvToCustomerIoApp } from '../lib/csv-to-customerio-app.ts';
import { FeedsConfigError } from '../lib/define-feeds.ts';

try {
  const { feeds } = await import('../feeds.config.ts');
  csvToCustomerIoApp({ feeds }).app.synth();
} catch (error) {
  if (!(error instanceof FeedsConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
