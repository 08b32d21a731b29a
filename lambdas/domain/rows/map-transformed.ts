// Maps groups of rows that the transform of their feed has changed. Groups are read from the file before, as Split cut it.
import type { Feed } from '../../contracts/feed/feed.ts';
import type { CsvRecord } from '../csv/records.ts';
import { faultsOf, isRejected, rejectAll } from '../faults.ts';
import type { Reject } from '../reject.ts';
import { compileClean } from './clean.ts';
import { faultOf } from './map-row.ts';
import type { Mapper } from './mapper.ts';
import { compileOrphan } from './orphan.ts';
import type { Transformed, TransformRecord } from './transform.ts';

export interface TransformedFile {
  readonly feed: Feed;
  /** Of the file, without the columns that the transform adds. */
  readonly header: readonly string[];
  /** Gets each row that is mapped, with the cells that the transform returned. */
  readonly seen: (record: CsvRecord) => void;
}

/** @param map maps rows with the columns of the file and those that the transform adds. */
export function mapTransformed(
  map: Mapper,
  transform: TransformRecord,
  { feed, header, seen }: TransformedFile,
): Mapper {
  const clean = compileClean(feed, header);
  const rejectOrphan = compileOrphan(feed, header);
  const width = header.length + (feed.transform?.adds.length ?? 0);
  const leaveOut = (record: CsvRecord): CsvRecord => ({
    ...record,
    cells: Array.from({ length: width }, () => ''),
    leftOut: true,
  });
  return (group) => {
    const [first, ...others] = group;
    for (const record of group) {
      const reject = faultOf(record, header);
      if (reject) return { reject };
    }
    const orphan = rejectOrphan?.(clean(first).cells);
    if (orphan) return { reject: orphan };
    const head = transform(first);
    // As with `where`, the first row decides for its group, and the others are not read.
    if (head === null) return { setAside: 'filtered', reason: 'left out by transform' };
    const rows = [head, ...others.map(transform)];
    const reject = rejectAll(
      rows.flatMap((row, at) => faultsIn(row, group.length > 1 ? group[at] : undefined)),
    );
    if (reject) return { reject };
    const [one, ...rest] = rows.map((row, at) => (row as CsvRecord | null) ?? leaveOut(group[at] ?? first));
    const sound = [one ?? first, ...rest] as const;
    for (const record of sound) if (!record.leftOut) seen(record);
    return map(sound);
  };
}

/** @param record the row, if it is one of a group: then its faults have its line. */
function faultsIn(row: Transformed, record: CsvRecord | undefined): readonly Reject[] {
  if (row === null || !isRejected(row)) return [];
  return faultsOf(row.reject).map((fault) => (record ? { ...fault, line: record.line } : fault));
}
