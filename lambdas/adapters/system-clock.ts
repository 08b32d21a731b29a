// The real clock.
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (seconds) => {
    await setTimeout(seconds * 1000);
  },
  random: () => Math.random(),
};
