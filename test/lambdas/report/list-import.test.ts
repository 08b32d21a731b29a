import { describe, expect, it } from '@jest/globals';
import { IMPORTS_PAGE, summaryKey } from '../../../lambdas/contracts/object-keys.ts';
import { summaryOf } from '../../../lambdas/domain/page/imports-page.ts';
import { listImport } from '../../../lambdas/report/list-import.ts';
import { aReport } from '../../builders/report.ts';
import { memoryObjectStore } from '../../fakes/memory-object-store.ts';

const reportOf = (day: number, change = {}) =>
  aReport({
    importId: `orders-2026010${day}T000000-0a1b2c3d`,
    arrivedAt: `2026-01-0${day}T00:00:00.000Z`,
    ...change,
  });
const linksIn = (page: string) =>
  [...page.matchAll(/href="([^"]*)"/g)].map(([, to]) => to?.split('/').at(-2)?.slice(0, 15));

describe('the page of imports', () => {
  it('lists the newest first, each once, with relative links', async () => {
    const objects = memoryObjectStore();
    for (const day of [2, 3, 1, 3]) await listImport(reportOf(day), objects);
    const page = objects.text(IMPORTS_PAGE);
    expect(linksIn(page)).toEqual(['orders-20260103', 'orders-20260102', 'orders-20260101']);
    expect(page).toContain('href="orders/orders-20260103T000000-0a1b2c3d/report.html"');
    expect(page).toContain('10 rows: 7 delivered, 3 rejected');
  });

  it('lists both of two imports that end at the same time', async () => {
    const objects = memoryObjectStore();
    let raced = false;
    const write: typeof objects.write = async (key, body, type) => {
      if (key === IMPORTS_PAGE && !raced) {
        raced = true;
        await listImport(reportOf(2), objects);
      }
      await objects.write(key, body, type);
    };
    await listImport(reportOf(1), { ...objects, write });
    expect(linksIn(objects.text(IMPORTS_PAGE))).toEqual(['orders-20260102', 'orders-20260101']);
  });

  it('escapes file names', async () => {
    const objects = memoryObjectStore();
    const key = 'incoming/orders/<script>alert(1)</script>';
    await listImport(reportOf(1, { file: { bucket: 'b', key, bytes: 1 } }), objects);
    expect(objects.text(IMPORTS_PAGE)).not.toContain('<script');
    expect(objects.text(IMPORTS_PAGE)).toContain('&#60;script&#62;');
  });

  it('lists at most 200 imports', async () => {
    const objects = memoryObjectStore();
    const older = JSON.stringify(summaryOf(reportOf(1)));
    for (let n = 0; n < 203; n++) await objects.write(summaryKey(n, `orders-${n}`), older);
    await listImport(reportOf(2), objects);
    const links = linksIn(objects.text(IMPORTS_PAGE));
    expect(links).toHaveLength(200);
    expect(links[0]).toBe('orders-20260102');
  });
});
