// The stack's outputs, by which an operator, the command line and the embedded engine find what was deployed.

/** Names in CloudFormation, by what they are for. */
export const OUTPUTS = {
  bucket: 'BucketName',
  stateMachine: 'StateMachineArn',
  seenTable: 'SeenTableName',
  importsTable: 'ImportsTableName',
  customerIoSecret: 'CustomerIoSecretArn',
  customerIoRegion: 'CustomerIoRegion',
  seenKeySecret: 'SeenKeySecretArn',
  undelivered: 'UndeliveredEventsQueueUrl',
  noticesTopic: 'NoticesTopicArn',
} as const;
