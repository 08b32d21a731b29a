// What only Forward may know. No secret passes through the template, the environment or the workflow's state.
import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { CustomerIoSecret } from '../../lambdas/contracts/secrets.ts';
import { grantKeyUse, type KmsKey } from './key-use.ts';

export interface PipelineSecretsProps {
  readonly removalPolicy: RemovalPolicy;
  /** Credentials that are there already. Default: an empty secret, to be filled in. */
  readonly customerIo?: ISecret | Secret | undefined;
  /** Of the secrets that are made here. Default: a key that AWS keeps. */
  readonly encryptionKey?: KmsKey | undefined;
}

export class PipelineSecrets extends Construct {
  /** `{"siteId", "apiKey"}`, put there by an operator, and `appApiKey` where a canary is read back. */
  readonly customerIo: ISecret | Secret;
  /** What the seen table's keys are hashed with, so that the table names nobody. */
  readonly seenKey: Secret;

  constructor(scope: Construct, id: string, props: PipelineSecretsProps) {
    super(scope, id);
    this.customerIo = props.customerIo ?? this.emptyCredentials(props);
    this.seenKey = new Secret(this, 'SeenKey', {
      description: 'Hashes the keys of the seen table. Change it, and every event is new.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      ...ownKey(props),
    });
    Validations.of(this.seenKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A new key would make every delivered event look new, and send it again.',
    });
  }

  /** Lets a role read both. One that was given may be known by its name only: its ARN is then for the CDK to say. */
  grantRead(role: Role): void {
    for (const secret of [this.customerIo, this.seenKey]) {
      if (this.node.children.includes(secret)) role.addToPolicy(reads(secret.secretArn));
      else secret.grantRead(role);
      grantKeyUse(role, secret.encryptionKey, 'secretsmanager');
    }
  }

  private emptyCredentials(props: PipelineSecretsProps): Secret {
    const siteId: keyof CustomerIoSecret = 'siteId';
    const apiKey: keyof CustomerIoSecret = 'apiKey';
    const secret = new Secret(this, 'CustomerIo', {
      description: `Customer.io Track API credentials: put {"${siteId}": "...", "${apiKey}": "..."} here.`,
      // An empty site ID is refused by name, so an import that comes before the credentials says what is missing.
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ [siteId]: '' }),
        generateStringKey: apiKey,
      },
      ...ownKey(props),
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Customer.io has no call that replaces its credentials: a person makes new ones in its settings.',
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
