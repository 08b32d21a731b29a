// What a step changes in the stores of a recorded pipeline, in the form that is written to a file.
import type { Item } from '../../lambdas/domain/operations/item.ts';
import type { MemoryCustomerIo } from '../fakes/memory-customerio.ts';
import type { MemoryDynamoDb } from '../fakes/memory-dynamodb.ts';
import type { MemoryObjectStore } from '../fakes/memory-object-store.ts';

type DynamoItem = ReturnType<MemoryDynamoDb['items']>[number];
type Body = string | { readonly base64: string } | { readonly indented: unknown };

/** Empty parts are left out. */
export interface Changes {
  readonly objects?: Readonly<Record<string, Body>>;
  readonly imports?: readonly DynamoItem[];
  readonly seen?: readonly DynamoItem[];
  readonly removed?: readonly string[];
  readonly posted?: readonly (readonly Item[])[];
}

export const TABLES = { imports: ['importId', 'item'], seen: ['key'] } as const;

export async function load(
  { objects = {}, imports = [], seen = [], removed = [], posted = [] }: Changes,
  store: MemoryObjectStore,
  dynamodb: MemoryDynamoDb,
  customerIo: MemoryCustomerIo,
): Promise<void> {
  for (const [key, body] of Object.entries(objects)) await store.put(key, bytesOf(body));
  for (const [TableName, items] of Object.entries({ imports, seen }))
    for (const Item of items)
      dynamodb.execute({ constructor: { name: 'PutItemCommand' }, input: { TableName, Item } });
  for (const key of removed) {
    const [importId = '', item] = key.split('\0');
    if (item === undefined) store.purge(key);
    else
      dynamodb.execute({
        constructor: { name: 'DeleteItemCommand' },
        input: { TableName: 'imports', Key: { importId: { S: importId }, item: { S: item } } },
      });
  }
  for (const batch of posted) await customerIo.postBatch(JSON.stringify({ batch }), batch.length);
}

interface Snapshot {
  readonly objects: ReadonlyMap<string, string>;
  readonly imports: ReadonlyMap<string, string>;
  readonly seen: ReadonlyMap<string, string>;
}

export async function snapshot(store: MemoryObjectStore, dynamodb: MemoryDynamoDb): Promise<Snapshot> {
  const objects = new Map<string, string>();
  for (const key of store.keys()) {
    // No function reads HTML pages.
    if (!key.endsWith('.html')) objects.set(key, (await store.read({ key })).toString('base64'));
  }
  const itemsOf = (table: keyof typeof TABLES) =>
    new Map(
      dynamodb
        .items(table)
        .map((item) => [TABLES[table].map((name) => item[name]?.S).join('\0'), JSON.stringify(item)]),
    );
  return { objects, imports: itemsOf('imports'), seen: itemsOf('seen') };
}

export function difference(before: Snapshot, after: Snapshot): Changes {
  const objects = Object.fromEntries(
    changesIn(before.objects, after.objects).map(([key, base64]) => [key, bodyOf(base64)]),
  );
  const imports = changesIn(before.imports, after.imports).map(([, item]) => JSON.parse(item) as DynamoItem);
  const seen = changesIn(before.seen, after.seen).map(([, item]) => JSON.parse(item) as DynamoItem);
  const removed = [
    ...[...before.objects.keys()].filter((key) => !after.objects.has(key)),
    ...[...before.imports.keys()].filter((key) => !after.imports.has(key)),
  ];
  return {
    ...(Object.keys(objects).length > 0 && { objects }),
    ...(imports.length > 0 && { imports }),
    ...(seen.length > 0 && { seen }),
    ...(removed.length > 0 && { removed }),
  };
}

function changesIn(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  return [...after].filter(([key, value]) => before.get(key) !== value);
}

function bodyOf(base64: string): Body {
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  // A report takes half the space without its indent.
  if (text.startsWith('{\n')) {
    const body = { indented: JSON.parse(text) as unknown };
    if (bytesOf(body).equals(bytes)) return body;
  }
  return Buffer.from(text).equals(bytes) && !text.includes('\0') ? text : { base64 };
}

function bytesOf(body: Body): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  if ('base64' in body) return Buffer.from(body.base64, 'base64');
  return Buffer.from(JSON.stringify(body.indented, null, 2));
}
