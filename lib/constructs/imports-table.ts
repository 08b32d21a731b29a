// The imports table: the state of every import, its counts, its partitions' checkpoints and its turn.
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { DurableTable, type DurableTableProps } from './durable-table.ts';

const KEYS = {
  partitionKey: { name: 'importId', type: AttributeType.STRING },
  sortKey: { name: 'item', type: AttributeType.STRING },
};

export class ImportsTable extends DurableTable {
  constructor(scope: Construct, id: string, props: DurableTableProps) {
    super(scope, id, KEYS, props);
  }
}
