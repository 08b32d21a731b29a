// How a person answers an import: a command to be typed, in messages and reports (docs/cli.md).

export function operatorCall(command: 'approve' | 'cancel' | 'redrive', importId: string): string {
  return `npm run cli -- ${command} ${importId}`;
}
