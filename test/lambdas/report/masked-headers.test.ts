// The first row of a file in place of its header: no cell of it is outside of the objects that have rows.
import { describe, expect, it } from '@jest/globals';
import { importFile } from '../../builders/import-file.ts';
import { aWorld, type World } from '../../builders/world.ts';
import { csv, rows } from '../../integration/csv.ts';

/** The person whose name is next to the cells. */
const PERSON = 'Kanarienvogel';

/** Values of one cell, each of which shows that the header is a row. */
const CELLS = [
  ...['jo@example.com', 'jo (at) example.com', 'mailto:jo', 'jo%40example.com', 'https://example.com/jo'],
  ...[
    '+49 (0)30 / 123-45',
    '0171/23 45',
    '(555) 123-4567',
    '+33 1 23 45 67 89',
    '+81-3-1234-5678',
    'tel. 12345',
  ],
  ...[
    '2025-11-03',
    '03.11.2025',
    '11/3/25',
    'Mon, 3 Nov 2025',
    '3 de noviembre de 2025',
    '2025年11月3日',
    '10:30',
  ],
  ...['12.50', '1.234,56 €', 'CHF 12.50', '٤٢', '1e10', '50 %', '4711', '#1001'],
  ...['DE89 3704 0044 0532 0130 00', 'GB29NWBK60161331926819', '4111 1111 1111 1111'],
  ...['10115', '10115 Berlin', 'SW1A 1AA', 'K1A 0B1', '1011 AB', 'CA 90210', 'D-10115'],
];

const HOLD_ROWS = /^(incoming|work)\/|\/(rejects|held)\.csv$/;

/** What is stored outside of the objects that have rows, as text. */
async function stored({ objects, imports }: World, feed: string): Promise<string> {
  const visible = objects.keys().filter((key) => !HOLD_ROWS.test(key));
  const [past] = await imports.history(feed, 1);
  const record = await imports.find(past?.importId ?? '');
  expect(record).toBeDefined();
  return [...visible.map((key) => objects.text(key)), JSON.stringify([past, record])].join('\n');
}

async function storedAfter(feed: string, header: string, ...lines: readonly string[]) {
  const world = aWorld();
  const imported = await importFile(world, `incoming/${feed}/file.csv`, csv(header, ...lines));
  return { state: imported?.report.state, text: await stored(world, feed) };
}

describe('a header with a cell of a row', () => {
  it.each(CELLS)('is masked whole, although it has a column that the feed needs: %s', async (cell) => {
    const file = rows(3, (n) => `c${n},1,2`);
    const { state, text } = await storedAfter('people', `id,"${cell}",${PERSON}`, ...file);
    expect(state).toBe('completed');
    expect(text).not.toContain(PERSON);
    expect(text).not.toContain(cell.replaceAll('"', ''));
  });

  it.each(['people', 'events', 'shopify-orders'])(
    'is masked whole where no needed column is found, also without a digit: %s',
    async (feed) => {
      const { state, text } = await storedAfter(feed, `${PERSON},Musterstraße,Berlin`, `${PERSON},b,c`);
      expect(state).toBe('failed');
      expect(text).toContain('missing_column');
      expect(text).not.toMatch(/Kanarienvogel|Muster|Berlin/);
    },
  );
});
