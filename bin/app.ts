// What the CDK CLI runs.
import { feeds } from '../feeds.config.ts';
import { csvToCustomerIoApp } from '../lib/csv-to-customerio-app.ts';

csvToCustomerIoApp({ feeds }).app.synth();
