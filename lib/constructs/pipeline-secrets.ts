// The secrets. Only Forward may read the credentials, and only Forward and Review the key of hashes. No secret is in the template, the environment or the workflow's state.
import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { CustomerIoSecret } from '../../lambdas/contracts/secrets.ts';
import { grantKeyUse, type KmsKey } from './key-use.ts';

export interface PipelineSecretsProps {
  readonly removalPolicy: RemovalPolicy;
  /** Existing credentials. Default: a new secret that an operator fills in. */
  readonly customerIo?: ISecret | Secret | undefined;
  /** Encrypts the new secrets. Default: a key that AWS manages. */
  readonly encryptionKey?: KmsKey | undefined;
}

export class PipelineSecrets extends Construct {
  /** `{"siteId", "apiKey"}`, and `appApiKey` if a canary is read back. An operator stores them. */
  readonly customerIo: ISecret | Secret;
  /** Hashes the seen table's keys, so that the table identifies no one. */
  readonly seenKey: Secret;

  constructor(scope: Construct, id: string, props: PipelineSecretsProps) {
    super(scope, id);
    this.customerIo = props.customerIo ?? this.emptyCredentials(props);
    this.seenKey = new Secret(this, 'SeenKey', {
      description: 'Hashes the keys of the seen table. Do not change it: every event would be sent again.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      ...ownKey(props),
    });
    Validations.of(this.seenKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A new key would make every delivered event look new, and send it again.',
    });
  }

  /** Lets a role read both. If only the name of a given secret is known, the CDK grants its partial ARN. */
  grantRead(role: Role): void {
    for (const secret of [this.customerIo, this.seenKey]) this.grantReadOf(secret, role);
  }

  /** Lets a role read only the key of hashes. */
  grantReadSeenKey(role: Role): void {
    this.grantReadOf(this.seenKey, role);
  }

  private grantReadOf(secret: ISecret | Secret, role: Role): void {
    if (this.node.children.includes(secret)) role.addToPolicy(reads(secret.secretArn));
    else secret.grantRead(role);
    grantKeyUse(role, secret.encryptionKey, 'secretsmanager');
  }

  private emptyCredentials(props: PipelineSecretsProps): Secret {
    const siteId: keyof CustomerIoSecret = 'siteId';
    const apiKey: keyof CustomerIoSecret = 'apiKey';
    const secret = new Secret(this, 'CustomerIo', {
      description: `Customer.io Track API credentials: store {"${siteId}": "...", "${apiKey}": "..."} here.`,
      // An empty site ID has its own error, so an import before the credentials are stored reports what is missing.
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ [siteId]: '' }),
        generateStringKey: apiKey,
      },
      ...ownKey(props),
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Customer.io has no API that replaces its credentials. An administrator creates new ones in its settings.',
    });
    return secret;
  }
}

function ownKey({ removalPolicy, encryptionKey }: PipelineSecretsProps) {
  return { removalPolicy, ...(encryptionKey && { encryptionKey }) };
}

function reads(secretArn: string): PolicyStatement {
  const actions = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'];
  return new PolicyStatement({ actions, resources: [secretArn] });
}
