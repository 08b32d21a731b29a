// Measures variants in rounds and compares them within each round, so that a slow phase of the machine affects all
// variants.

/** One implementation of the work of a stage. */
export interface Variant<Name extends string = string> {
  readonly name: Name;
  /** Does the work once, and returns its amount. */
  readonly run: () => Promise<number> | number;
}

/** The rounds of one variant. */
export interface Rounds {
  /** CPU seconds of all threads of this process, per unit of work. */
  readonly cpu: readonly number[];
  /** Elapsed seconds, per unit of work. */
  readonly wall: readonly number[];
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Runs each variant once in each round. A first round warms up and does not count. */
export async function inRounds<Name extends string>(
  variants: readonly Variant<Name>[],
  rounds: number,
): Promise<Readonly<Record<Name, Rounds>>> {
  const found = Object.fromEntries(
    variants.map(({ name }) => [name, { cpu: [], wall: [] }]),
  ) as unknown as Record<Name, { cpu: number[]; wall: number[] }>;
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of variants) {
      const { cpu, wall } = await timed(run);
      if (round === 0) continue;
      found[name].cpu.push(cpu);
      found[name].wall.push(wall);
    }
  }
  return found;
}

async function timed(run: Variant['run']): Promise<{ readonly cpu: number; readonly wall: number }> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  const start = performance.now();
  const work = await run();
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6 / work, wall: wall / work };
}

/** How many times faster `fast` was than `slow`, round by round. */
export function timesFaster(fast: readonly number[], slow: readonly number[]): Spread {
  return spreadOf(fast.map((seconds, round) => (slow[round] ?? Number.NaN) / seconds));
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { median, least: sorted[0] ?? 0, most: sorted.at(-1) ?? 0 };
}
