import { describe, expect, it } from '@jest/globals';
import { createActivity } from '../../../local/engine/activity.ts';
import { type CloudEvent, createEventBus, type EventBusOptions } from '../../../local/engine/event-bus.ts';

const event = (source: string): CloudEvent => ({ id: '1', source, 'detail-type': 'x', detail: {} });
const rule = (source: string, ...targetArns: string[]) => ({
  logicalId: source,
  pattern: { source: [source] },
  targetArns,
});

function bus(options: Partial<EventBusOptions>) {
  const delivered: unknown[] = [];
  const undelivered: unknown[] = [];
  const created = createEventBus({
    rules: [],
    deliver: async (target, { source }) => {
      delivered.push([target, source]);
    },
    onUndelivered: (target) => undelivered.push(target),
    retrySeconds: [0, 0],
    activity: createActivity(),
    ...options,
  });
  return { ...created, delivered, undelivered };
}

describe('the event bus', () => {
  it('delivers an event to every target of every matching rule', async () => {
    const { publish, delivered } = bus({
      rules: [rule('s3', 'a', 'b'), rule('s3', 'c'), rule('states', 'd')],
    });
    await publish(event('s3'));
    expect(delivered).toEqual([
      ['a', 's3'],
      ['b', 's3'],
      ['c', 's3'],
    ]);
  });

  it('retries if a target fails', async () => {
    let calls = 0;
    const deliver = async () => {
      calls += 1;
      if (calls < 3) throw new Error('busy');
    };
    const { publish, undelivered } = bus({ rules: [rule('s3', 'a')], deliver });
    await publish(event('s3'));
    expect(calls).toBe(3);
    expect(undelivered).toEqual([]);
  });

  it('stops after the last attempt for a failing target, and delivers to the others', async () => {
    const seen: string[] = [];
    const deliver = async (target: string) => {
      if (target === 'a') throw new Error('never');
      seen.push(target);
    };
    const { publish, undelivered } = bus({ rules: [rule('s3', 'a', 'b')], deliver });
    await publish(event('s3'));
    expect(undelivered).toEqual(['a']);
    expect(seen).toEqual(['b']);
  });

  it('refuses a rule with an unsupported pattern when it starts', () => {
    const strange = { ...rule('s3'), pattern: { source: [{ cidr: '10.0.0.0/8' }] } };
    expect(() => bus({ rules: [strange] })).toThrow(/cidr/);
  });
});
