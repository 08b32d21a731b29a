// What Customer.io has accepted: one item per delivered event key and per delivered person. Its loss would send
// every row of the next export again, so it is hard to lose.
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, type WarmThroughput } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

export interface SeenTableProps {
  readonly removalPolicy: RemovalPolicy;
  /** Units that are ready at once; without it a new table takes 4,000 writes a second and grows from there. */
  readonly warmThroughput?: WarmThroughput | undefined;
}

export class SeenTable extends Table {
  constructor(scope: Construct, id: string, { removalPolicy, warmThroughput }: SeenTableProps) {
    super(scope, id, {
      partitionKey: { name: 'key', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
      ...(warmThroughput && { warmThroughput }),
    });
  }
}
