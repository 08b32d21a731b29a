// The token of an import that awaits approval, and the client that answers with it.
import { SFNClient } from '@aws-sdk/client-sfn';
import { expect } from '@jest/globals';
import { dynamoImportsTable } from '../../lambdas/adapters/dynamo-imports-table.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import type { EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { REGION } from '../../local/engine/local-names.ts';

export function stepFunctions(cloud: EmbeddedCloud): SFNClient {
  const { stepFunctions: endpoint = '', credentials } = cloud.address.endpoints;
  return new SFNClient({ endpoint, region: REGION, credentials });
}

export async function tokenOf(cloud: EmbeddedCloud, { importId }: Pick<Report, 'importId'>): Promise<string> {
  const [table = ''] = Object.values(cloud.tables).filter((name) => /imports/i.test(name));
  const record = await dynamoImportsTable(cloud.dynamodb, table, Date.now).find(importId);
  expect(record).toMatchObject({ state: 'awaiting-approval' });
  return record?.approvalToken ?? '';
}
