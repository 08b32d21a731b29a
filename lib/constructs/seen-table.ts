// What Customer.io has accepted: one item per delivered event key and per delivered person. Its loss would send
// every row of the next export again, so it is hard to lose.
import { AttributeType, type WarmThroughput } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { DurableTable, type DurableTableProps } from './durable-table.ts';

export interface SeenTableProps extends DurableTableProps {
  /** Units that are ready at once; without it a new table takes 4,000 writes a second and grows from there. */
  readonly warmThroughput?: WarmThroughput | undefined;
}

export class SeenTable extends DurableTable {
  constructor(scope: Construct, id: string, { warmThroughput, ...props }: SeenTableProps) {
    const partitionKey = { name: 'key', type: AttributeType.STRING };
    super(scope, id, { partitionKey, ...(warmThroughput && { warmThroughput }) }, props);
  }
}
