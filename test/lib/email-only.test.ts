import { afterAll, describe, expect, it } from '@jest/globals';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { csvToCustomerIoApp } from '../../lib/csv-to-customerio-app.ts';
import { stubFolders } from './stub-pipeline.ts';

const stub = stubFolders();
afterAll(stub.remove);

const email = { as: 'email', columns: ['email'] } as const;
const id = { as: 'id', columns: ['id'] } as const;

describe('a synth', () => {
  it('warns about feeds that identify people only by an address, and about no others', () => {
    const feeds = FeedsSchema.parse({
      workspace: 'test',
      feeds: {
        leads: { kind: 'people', identifiers: [email] },
        customers: { kind: 'people', identifiers: [id, email] },
        companies: { kind: 'objects', objectTypeId: '1', objectId: { column: 'id' } },
      },
    });
    const { stack } = csvToCustomerIoApp({ feeds, ...stub, checked: false });
    const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('e-mail'));
    expect(warnings.map(({ entry }) => entry.data)).toEqual([
      expect.stringContaining('Feed "leads" identifies people only by e-mail or phone'),
    ]);
  });
});
