// A table with on-demand capacity, point-in-time recovery, deletion protection and encryption.
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  BillingMode,
  Table,
  TableEncryption,
  type WarmThroughput,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { grantKeyUse, type KmsKey } from './key-use.ts';

export interface DurableTableProps {
  readonly removalPolicy: RemovalPolicy;
  /** Default: a key that AWS manages. */
  readonly encryptionKey?: KmsKey | undefined;
}

export interface DurableTableKeys {
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  readonly warmThroughput?: WarmThroughput;
}

export class DurableTable extends Table {
  constructor(scope: Construct, id: string, keys: DurableTableKeys, props: DurableTableProps) {
    const { encryptionKey } = props;
    const retained = props.removalPolicy !== RemovalPolicy.DESTROY;
    super(scope, id, {
      ...keys,
      timeToLiveAttribute: 'expiresAt',
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retained,
      // Not RetainExceptOnCreate: after a failed first deployment, CloudFormation could not delete a protected table, and
      // the rollback would fail. The empty table stays, and does not prevent the next attempt (docs/decisions/0024).
      removalPolicy: retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(encryptionKey && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
    });
  }

  /** Grants a role these actions on the table, and the use of its key for them. */
  grantItems(role: Role, ...actions: string[]): void {
    this.grant(role, ...actions);
    grantKeyUse(role, this.encryptionKey, 'dynamodb');
  }
}
