// The stack's outputs, which name the deployed resources for operators, the command line and the embedded engine.

/** Names of the outputs in CloudFormation. */
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
