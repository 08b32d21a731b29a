import { describe, expect, it } from '@jest/globals';
import { readWorkflow } from '../../../local/engine/workflow-definition.ts';
import { each, task } from './workflow-runner.ts';

describe('readWorkflow', () => {
  it.each([
    ['an item reader', each({ A: task('Fn') }, { ItemReader: {} }), /ItemReader.*"State"/],
    [
      'a tolerated failure',
      each({ A: task('Fn') }, { ToleratedFailurePercentage: 5 }),
      /ToleratedFailurePercentage/,
    ],
    ['JSONata', { Type: 'Pass', QueryLanguage: 'JSONata', End: true }, /QueryLanguage/],
    [
      'a service integration',
      { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true },
      /sns:publish/,
    ],
    ['a context field', { Type: 'Pass', Parameters: { 'a.$': '$$.State.Name' }, End: true }, /\$\$\.State/],
    [
      'a test that the library never passes',
      { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: false, Next: 'State' }] },
      /"IsPresent":false/,
    ],
  ])('refuses %s with its name', (_, state, message) => {
    const definition = JSON.stringify({ StartAt: 'State', States: { State: state } });
    expect(() => readWorkflow(definition)).toThrow(message);
  });

  it('uses the long time-out of Step Functions for a task without one, not the 60 s of the library', () => {
    const definition = JSON.stringify({
      TimeoutSeconds: 30 * 86400,
      StartAt: 'Try',
      States: { Try: task('Fn') },
    });
    const { machine } = readWorkflow(definition);
    const longestTimer = Math.floor((2 ** 31 - 1) / 1000);
    expect(machine).toMatchObject({
      TimeoutSeconds: longestTimer,
      States: { Try: { TimeoutSeconds: longestTimer } },
    });
  });
});
