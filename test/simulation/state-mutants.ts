// Mutants of what the seen table knows of people, attribute by attribute.
import { type HeldAttribute, printHeld, readHeld } from '../../lambdas/domain/delivery/held-person.ts';
import type { SeenItem } from '../../lambdas/domain/delivery/seen-item.ts';
import type { Mutant } from './mutant.ts';
import type { Ports } from './ports.ts';

export const STATE_MUTANTS: readonly Mutant[] = [
  {
    name: 'records the state of a person before it is sent',
    seed: 5,
    ports(ports) {
      const late: (() => Promise<unknown>)[] = [];
      return {
        ...ports,
        customerIo: {
          async postBatch(body, items) {
            if (!isOfPeople(body)) return ports.customerIo.postBatch(body, items);
            late.push(() => ports.customerIo.postBatch(body, items));
            return { status: 'accepted', declined: [] };
          },
        },
        seen: {
          ...ports.seen,
          async record(items) {
            await ports.seen.record(items);
            for (const post of late.splice(0)) await post();
          },
        },
      };
    },
  },
  {
    name: 'knows the state of a person only as a whole',
    seed: 5,
    ports: (ports) => ({
      ...ports,
      seen: {
        ...ports.seen,
        record: (items) => ports.seen.record(items.map(({ attributes: _, ...item }) => item)),
      },
    }),
  },
  {
    name: 'overwrites attributes whatever their times',
    seed: 5,
    ports: (ports) =>
      found(
        ports,
        withAttributes((held) => ({ ...held, at: 0 })),
      ),
  },
  {
    name: 'compares the times of attributes only within a feed',
    seed: 5,
    ports: (ports) =>
      found(
        ports,
        withAttributes((held) => ({ ...held, dated: false })),
      ),
  },
  {
    name: 'sends people of two feeds at the same time',
    seed: 79,
    ports: (ports) => ({
      ...ports,
      imports: {
        ...ports.imports,
        async turns() {
          const { version, active } = await ports.imports.turns();
          return {
            version,
            active: active.map((one) => (one.kind === 'people' ? { ...one, kind: 'objects' } : one)),
          };
        },
      },
    }),
  },
];

function isOfPeople(body: string): boolean {
  return body.includes('"action":"identify"');
}

function found(ports: Ports, change: (item: SeenItem) => SeenItem): Ports {
  return {
    ...ports,
    seen: {
      ...ports.seen,
      async find(...asked) {
        const items = await ports.seen.find(...asked);
        return new Map([...items].map(([key, item]) => [key, change(item)]));
      },
    },
  };
}

function withAttributes(change: (held: HeldAttribute) => HeldAttribute) {
  return (item: SeenItem): SeenItem => {
    const held = readHeld(item.attributes);
    if (!held) return item;
    const attributes = new Map([...held.attributes].map(([name, one]) => [name, change(one)]));
    return { ...item, attributes: printHeld({ ...held, attributes }) };
  };
}
