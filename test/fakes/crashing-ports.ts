// A process that dies at its n-th effect. An effect is one call of a port: it happens as a whole, or not at all.

export class Crash extends Error {
  override readonly name = 'Crash';
}

/** `lost`: the effect did not happen. `unheard`: it happened, and the process died before the response. */
export type CrashKind = 'lost' | 'unheard';

export interface Crashing<Ports> {
  readonly ports: Ports;
  /** Effects until now, including the one at which it died. */
  effects(): number;
}

/** The ports of a process that dies at effect `at`, counted from 1. After that no effect happens. */
export function crashAt<Ports extends object>(
  ports: Ports,
  at = Number.POSITIVE_INFINITY,
  kind: CrashKind = 'lost',
): Crashing<Ports> {
  let effects = 0;
  const before = (): void => {
    if (effects >= at) throw new Crash('already dead');
    effects++;
    if (effects === at && kind === 'lost') throw new Crash(`died before effect ${at}`);
  };
  const after = (): void => {
    if (effects >= at) throw new Crash(`died after effect ${at}`);
  };
  const port = (real: object): object =>
    new Proxy(real, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return ITERATING.includes(String(name))
          ? (...args: unknown[]) => iterate(value.bind(target, ...args), before)
          : (...args: unknown[]) => call(value.bind(target, ...args), before, after);
      },
    });
  const mortal = Object.entries(ports).map(([name, real]) => [name, name === 'clock' ? real : port(real)]);
  return { ports: Object.fromEntries(mortal) as Ports, effects: () => effects };
}

/** Methods of the object store that return pieces. They only read, so it does not matter where they end. */
const ITERATING = ['stream', 'list'];

async function call(effect: () => unknown, before: () => void, after: () => void): Promise<unknown> {
  before();
  const result = await effect();
  after();
  return result;
}

async function* iterate(effect: () => AsyncIterable<unknown>, before: () => void): AsyncGenerator<unknown> {
  before();
  yield* effect();
}
