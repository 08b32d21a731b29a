// The mutants: the pipeline, broken on purpose in one place. A proof that cannot fail proves nothing.
import type { DecideOutput } from '../../lambdas/contracts/workflow.ts';
import type { SeenItem } from '../../lambdas/domain/delivery/seen-item.ts';
import { originBefore202612 } from '../../lambdas/domain/imports/import-origin.ts';
import { contentHash, deterministicUlid } from '../../lambdas/domain/operations/keys.ts';
import { PLAN_FORMAT } from '../../lambdas/domain/plan-format.ts';
import { wakeNext } from '../../lambdas/work/turns.ts';
import { STEPS } from './functions.ts';
import type { Mutant, SeenItems } from './mutant.ts';
import type { Ports } from './ports.ts';
import { STATE_MUTANTS } from './state-mutants.ts';

export const MUTANTS: readonly Mutant[] = [
  ...STATE_MUTANTS,
  {
    name: 'marks as seen before it sends',
    seed: 2,
    ports: (ports, seenItems, importId) => ({
      ...ports,
      customerIo: {
        async postBatch(body, items) {
          await ports.seen.record(seenOf(body, seenItems, importId));
          return ports.customerIo.postBatch(body, items);
        },
      },
    }),
  },
  {
    name: 'saves a checkpoint without the fence',
    seed: 1,
    ports: (ports) => ({
      ...ports,
      imports: {
        ...ports.imports,
        async saveCheckpoint(importId, partition, _, checkpoint) {
          const { epoch } = await ports.imports.claimPartition(importId, partition);
          await ports.imports.saveCheckpoint(importId, partition, epoch, checkpoint);
        },
      },
    }),
  },
  {
    name: 'skips the turn',
    seed: 22,
    ports: (ports) => ({
      ...ports,
      imports: {
        ...ports.imports,
        async turns() {
          const { version, active } = await ports.imports.turns();
          return { version, active: active.map((one) => ({ ...one, forwarding: true })) };
        },
      },
    }),
  },
  {
    name: 'makes a new ULID for every POST',
    seed: 2,
    ports: (ports) => ({
      ...ports,
      customerIo: {
        postBatch: (body, items) =>
          ports.customerIo.postBatch(
            body.replaceAll(
              /"id":"[0-9A-Z]{26}"/g,
              () => `"id":"${deterministicUlid(`${ports.clock.random()}`)}"`,
            ),
            items,
          ),
      },
    }),
  },
  {
    name: 'ignores the errors of a 207',
    seed: 2,
    ports: (ports) => ({
      ...ports,
      customerIo: {
        async postBatch(body, items) {
          const reply = await ports.customerIo.postBatch(body, items);
          return reply.status === 'accepted' ? { ...reply, declined: [] } : reply;
        },
      },
    }),
  },
  { name: 'counts before it marks as seen', seed: 37, ports: marksLate },
  {
    name: 'counts a declined item before it writes it down',
    seed: 269,
    ports: (ports) => {
      const late: (() => Promise<void>)[] = [];
      return {
        ...ports,
        objects: {
          ...ports.objects,
          async write(...written) {
            if (written[0].includes('/refusals/')) late.push(() => ports.objects.write(...written));
            else await ports.objects.write(...written);
          },
        },
        imports: afterCheckpoint(ports, late),
      };
    },
  },
  {
    name: 'treats a busy Customer.io as a success',
    seed: 16,
    ports: (ports) => ({
      ...ports,
      customerIo: {
        postBatch: (body, items) =>
          ports.customerIo.postBatch(body, items).catch(() => ({ status: 'accepted', declined: [] })),
      },
    }),
  },
  {
    name: 'adds to a sum what it has added before',
    seed: 117,
    ports: (ports) => ({
      ...ports,
      seen: {
        ...ports.seen,
        async find(...asked) {
          const found = await ports.seen.find(...asked);
          return new Map(
            [...found].map(([key, item]) => [key, { ...item, content: forgetful(item.content) }]),
          );
        },
      },
    }),
  },
  {
    name: 'sends everything without approval of the canary',
    seed: 3,
    steps: {
      async decide(input, call) {
        const decided = (await STEPS.decide(input, call)) as DecideOutput;
        return decided.decision === 'canary' ? { ...decided, decision: 'forward' } : decided;
      },
    },
  },
  {
    name: 'wakes before it gives the turn back',
    seed: 13,
    steps: {
      async report(input, call) {
        await wakeNext(call.ports, call.environment.IMPORTS_AT_ONCE);
        return STEPS.report(input, {
          ...call,
          ports: { ...call.ports, tasks: { succeed: async () => true } },
        });
      },
    },
  },
  {
    name: 'reads plans of every format',
    seed: 457,
    releases: true,
    ports: (ports) => ({
      ...ports,
      objects: {
        ...ports.objects,
        async read(pointer, range) {
          const bytes = await ports.objects.read(pointer, range);
          if (!/\/plan\.json$|\/partitions\//.test(pointer.key)) return bytes;
          return Buffer.from(JSON.stringify({ ...JSON.parse(bytes.toString('utf8')), format: PLAN_FORMAT }));
        },
      },
    }),
  },
  {
    name: 'continues at a position of another list',
    seed: 521,
    releases: true,
    ports: (ports) => ({
      ...ports,
      imports: {
        ...ports.imports,
        async claimPartition(...place) {
          const { checkpoint, ...claimed } = await ports.imports.claimPartition(...place);
          return { ...claimed, checkpoint: checkpoint && { ...checkpoint, digest: undefined } };
        },
      },
    }),
  },
];

/** A stored sum that no longer knows which import its parts are from. */
function forgetful(content: string): string {
  return content.replaceAll('["', '["old ');
}

function marksLate(ports: Ports): Ports {
  const late: (() => Promise<void>)[] = [];
  return {
    ...ports,
    seen: {
      ...ports.seen,
      async record(items) {
        late.push(() => ports.seen.record(items));
      },
    },
    imports: afterCheckpoint(ports, late),
  };
}

/** Does the delayed work after a checkpoint is saved. */
function afterCheckpoint({ imports }: Ports, late: (() => Promise<void>)[]): Ports['imports'] {
  return {
    ...imports,
    async saveCheckpoint(...saved) {
      await imports.saveCheckpoint(...saved);
      for (const act of late.splice(0)) await act();
    },
  };
}

/** The items of a batch as the seen table would hold them. */
function seenOf(body: string, seenItems: SeenItems, importId: string): SeenItem[] {
  const sent = new Set((JSON.parse(body) as { batch: { id?: string }[] }).batch.map(({ id }) => id));
  return [...seenItems].flatMap(([key, { item, content }]) => {
    const { id } = JSON.parse(item) as { id?: string };
    return id !== undefined && sent.has(id)
      ? [{ key, ...originBefore202612(importId), content: content || contentHash(item) }]
      : [];
  });
}
