// The seen table: one item per event key and per person that Customer.io has accepted. If it were lost, every row of
// the next export would be sent again, so it is a durable table.
import { AttributeType, type WarmThroughput } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { DurableTable, type DurableTableProps } from './durable-table.ts';

export interface SeenTableProps extends DurableTableProps {
  /** Units that are available from the start. Without it a new table starts with 4,000 writes per second. */
  readonly warmThroughput?: WarmThroughput | undefined;
}

export class SeenTable extends DurableTable {
  constructor(scope: Construct, id: string, { warmThroughput, ...props }: SeenTableProps) {
    const partitionKey = { name: 'key', type: AttributeType.STRING };
    super(scope, id, { partitionKey, ...(warmThroughput && { warmThroughput }) }, props);
  }
}
