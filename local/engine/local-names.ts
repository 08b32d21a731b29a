// The local names of the template's resources. They are made up, and the same in every run.
import { isObject, type Meanings } from './intrinsics.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface RawTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value?: unknown }>>;
}

/** The property with a resource's name, and the ARN for that name. `refIsArn`: Ref returns the ARN. */
interface Naming {
  readonly property: string;
  readonly arn: (name: string) => string;
  readonly refIsArn?: true;
}

const regional = (service: string, prefix: string) => (name: string) =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${prefix}${name}`;

const NAMING: Readonly<Record<string, Naming>> = {
  'AWS::S3::Bucket': { property: 'BucketName', arn: (name) => `arn:aws:s3:::${name}` },
  'AWS::DynamoDB::Table': { property: 'TableName', arn: regional('dynamodb', 'table/') },
  'AWS::DynamoDB::GlobalTable': { property: 'TableName', arn: regional('dynamodb', 'table/') },
  'AWS::Lambda::Function': { property: 'FunctionName', arn: regional('lambda', 'function:') },
  'AWS::StepFunctions::StateMachine': {
    property: 'StateMachineName',
    arn: regional('states', 'stateMachine:'),
    refIsArn: true,
  },
  'AWS::SecretsManager::Secret': {
    property: 'Name',
    arn: regional('secretsmanager', 'secret:'),
    refIsArn: true,
  },
  'AWS::SNS::Topic': { property: 'TopicName', arn: regional('sns', ''), refIsArn: true },
  'AWS::SQS::Queue': { property: 'QueueName', arn: regional('sqs', '') },
  'AWS::Events::Rule': { property: 'Name', arn: regional('events', 'rule/') },
  'AWS::IAM::Role': { property: 'RoleName', arn: (name) => `arn:aws:iam::${ACCOUNT}:role/${name}` },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', arn: regional('logs', 'log-group:') },
  'AWS::KMS::Key': { property: '', arn: regional('kms', 'key/') },
};

/** Maximum length of a bucket's name (Amazon S3, "Bucket naming rules"). */
const MAX_BUCKET_NAME_CHARACTERS = 63;

const PSEUDO_PARAMETERS: Readonly<Record<string, string | undefined>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'local',
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/local/local`,
  'AWS::NoValue': undefined,
};

/** Name of a resource: the one in the template if it is plain text, otherwise made from its logical id. */
export function localName(logicalId: string, resource: Resource): string {
  const given = resource.Properties?.[NAMING[resource.Type]?.property ?? ''];
  if (typeof given === 'string') return given;
  const stored = resource.Type.startsWith('AWS::S3::') || resource.Type.startsWith('AWS::DynamoDB::');
  return stored ? logicalId.toLowerCase().slice(-MAX_BUCKET_NAME_CHARACTERS) : logicalId;
}

/** @throws Error if the engine has no ARN for the resource's type. */
export function localArn(logicalId: string, resource: Resource): string {
  const naming = NAMING[resource.Type];
  if (naming === undefined) {
    throw new Error(`The embedded engine has no ARN for ${logicalId}, a ${resource.Type}.`);
  }
  return naming.arn(localName(logicalId, resource));
}

/** The values of Ref and Fn::GetAtt for a whole template. */
export function localMeanings(template: RawTemplate): Meanings {
  const resource = (logicalId: string): Resource => {
    const found = template.Resources[logicalId];
    if (found === undefined)
      throw new Error(`The template refers to ${logicalId}, which it does not define.`);
    return found;
  };
  return {
    ref: (name) => {
      if (name in PSEUDO_PARAMETERS) return PSEUDO_PARAMETERS[name];
      const parameter = template.Parameters?.[name];
      if (parameter !== undefined) return parameterDefault(name, parameter);
      const found = resource(name);
      const naming = NAMING[found.Type];
      return naming?.refIsArn ? localArn(name, found) : localName(name, found);
    },
    attribute: (logicalId, attribute) => {
      const found = resource(logicalId);
      if (/Arn$/.test(attribute)) return localArn(logicalId, found);
      if (/Name$/.test(attribute)) return localName(logicalId, found);
      throw new Error(`The embedded engine does not support the attribute ${logicalId}.${attribute}.`);
    },
  };
}

function parameterDefault(name: string, parameter: { readonly Default?: unknown }): string {
  if (!isObject(parameter) || parameter.Default === undefined) {
    throw new Error(`The template's parameter ${name} has no default, so it has no value locally.`);
  }
  return String(parameter.Default);
}
