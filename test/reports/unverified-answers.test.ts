// What the workspace has after an import must not depend on what Customer.io does not document. The pipeline in memory sends
// once, and a workspace in each mode of the stand-in takes what it sent.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import type { TrackItem } from '../../local/customerio/track-item.ts';
import { type Answers, otherAnswers, USUAL_ANSWERS } from '../../local/customerio/unverified.ts';
import { createWorkspace, type WorkspaceStore } from '../../local/customerio/workspace.ts';
import { drop, pipelineOf } from './dropped.ts';

const ENABLED = new Set(['id', 'email', 'cio_id'] as const);

const orders: FeedInput = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['id'] }],
  event: { name: 'order_placed' },
  time: { column: 'at' },
  key: [['order']],
};
const dated: FeedInput = { ...people, updatedAt: { column: 'updated_at' } };
const feeds = {
  people,
  orders,
  dated,
  clearing: { ...people, columns: { plan: { blank: 'clear' } } },
} as const;

type File = readonly [path: string, ...lines: readonly string[]];

/** Everything that the pipeline sends of these files, and a workspace in this mode that takes it. */
async function workspaceAfter(answers: Partial<Answers>, ...files: readonly File[]): Promise<WorkspaceStore> {
  const world = pipelineOf(feeds);
  const workspace = createWorkspace(ENABLED, { ...USUAL_ANSWERS, ...answers });
  for (const [path, ...lines] of files) {
    const { sent } = await drop(world, path, `${lines.join('\n')}\n`);
    workspace.apply(sent as unknown as readonly TrackItem[], world.clock.now());
  }
  return workspace;
}

const attributesOf = (workspace: WorkspaceStore, id: string) => workspace.person({ id })?.attributes;
const MODES = [{}, ...otherAnswers()].map((mode) => [JSON.stringify(mode), mode] as const);

describe.each(MODES)('a Customer.io with %s', (_, mode) => {
  it('has each event once, also of a file that is dropped again, if people come first', async () => {
    const persons: File = ['people/a.csv', 'id,plan', 'ann,gold', 'bob,free'];
    const placed = (name: string): File => [
      `orders/${name}.csv`,
      'id,order,at',
      'ann,1,2025-12-31T00:00:00Z',
      'bob,2,2025-12-31T00:00:00Z',
    ];
    const workspace = await workspaceAfter(mode, persons, placed('first'), placed('again'));
    expect([...workspace.events()].map(({ person }) => person)).toEqual(['ann', 'bob']);
    expect([...workspace.people()]).toHaveLength(2);
  });

  it('keeps newer data when an older file arrives later', async () => {
    const workspace = await workspaceAfter(
      mode,
      ['dated/b.csv', 'id,plan,updated_at', 'ann,gold,2025-12-31T00:00:00Z'],
      ['dated/a.csv', 'id,plan,updated_at', 'ann,free,2025-12-30T00:00:00Z'],
    );
    expect(attributesOf(workspace, 'ann')).toMatchObject({ plan: 'gold' });
  });

  it('keeps what a blank cell does not name', async () => {
    const workspace = await workspaceAfter(
      mode,
      ['people/a.csv', 'id,plan,city', 'ann,gold,Ulm'],
      ['people/b.csv', 'id,plan,city', 'ann,,Bonn'],
    );
    expect(attributesOf(workspace, 'ann')).toEqual({ plan: 'gold', city: 'Bonn' });
  });

  it('has no part of a row with a value that is too long, and all of the others', async () => {
    const workspace = await workspaceAfter(mode, [
      'people/a.csv',
      'id,plan,note',
      `ann,gold,${'x'.repeat(1001)}`,
      'bob,free,short',
    ]);
    expect([...workspace.people()].map(({ id, attributes }) => [id, attributes])).toEqual([
      ['bob', { plan: 'free', note: 'short' }],
    ]);
  });

  it('has the other attributes of a row with a new e-mail address', async () => {
    const workspace = await workspaceAfter(
      mode,
      ['people/a.csv', 'id,email,plan', 'ann,a@example.com,free'],
      ['people/b.csv', 'id,email,plan', 'ann,b@example.com,gold'],
    );
    const email = { refused: 'a@example.com', allowed: 'b@example.com' }[workspace.answers.changeOfEmail];
    expect(workspace.person({ id: 'ann' })).toMatchObject({ email, attributes: { plan: 'gold' } });
  });

  it('clears an attribute, or says in its answer that it cannot be cleared', async () => {
    const workspace = await workspaceAfter(
      mode,
      ['clearing/a.csv', 'id,plan,city', 'ann,gold,Ulm'],
      ['clearing/b.csv', 'id,plan,city', 'ann,,Bonn'],
    );
    const plan = { clears: undefined, stores: '', ignores: 'gold' }[workspace.answers.emptyText];
    expect(attributesOf(workspace, 'ann')?.plan).toBe(plan);
    expect(attributesOf(workspace, 'ann')?.city).toBe('Bonn');
  });
});
