// Tasks of executions that wait until their token is sent back.

export interface WaitingTasks {
  /**
   * Lets the task continue with this output. May throw DeferError: Step Functions throttled all attempts.
   * @returns false if no task waits for the token anymore.
   */
  succeed(taskToken: string, output: object): Promise<boolean>;
}
