// Notes the groups of a chunk for Review, which compares them with those of the other chunks.
import { shortId } from '../domain/operations/group-id.ts';
import type { Operation } from '../domain/operations/operation.ts';
import { collectGroups, type GroupBreak, type GroupToRecord } from '../domain/profile/group-records.ts';
import type { RejectCode } from '../domain/reject.ts';
import type { GroupReader } from '../domain/rows/group.ts';
import type { Group, Mapped } from '../domain/rows/mapper.ts';

export interface GroupNotes {
  /** @returns the operations of the group, each with the id of the group. */
  readonly note: (group: Group, name: string, mapped: Mapped) => readonly Operation[];
  readonly finish: () => { readonly records: Buffer; readonly count: number };
}

/** @param chunk number of the chunk: a row without the name of a group is a group of its own. */
export function noteGroups(reader: GroupReader, chunk: number): GroupNotes {
  const groups = collectGroups();
  let noted = 0;
  return {
    note(group, name, mapped) {
      const [first] = group;
      const id = name === '' ? shortId(`\0${chunk}\0${noted++}`) : shortId(name);
      const common = { line: first.line, rows: group.length, isHead: reader.isHead(first) };
      if (!('operations' in mapped)) {
        const broken = 'reject' in mapped ? breakOf(group, name, mapped.reject.code, reader) : {};
        groups.add({ ...NOT_MAPPED, ...common, group: id, ...fateOf(mapped), ...broken });
        return [];
      }
      const [{ meta } = { meta: undefined }, ...further] = mapped.operations;
      groups.add({
        ...common,
        group: id,
        key: meta ? shortId(meta.key) : '',
        person: meta ? shortId(meta.person) : '',
        furtherKeys: further.map((operation) => shortId(operation.meta.key)),
        bytes: mapped.operations.reduce((sum, { item }) => sum + Buffer.byteLength(item), 0),
        events: mapped.events.map((event) => event.name),
        fate: 'mapped',
      });
      return mapped.operations.map(({ meta, item }) => ({ meta: { ...meta, group: id }, item }));
    },
    finish: () => ({ records: groups.finish(), count: groups.count() }),
  };
}

const NOT_MAPPED = { key: '', person: '', bytes: 0, events: [] } as const;

function fateOf(
  mapped: Exclude<Mapped, { readonly operations: unknown }>,
): Pick<GroupToRecord, 'fate' | 'reason'> {
  return 'setAside' in mapped ? { fate: mapped.setAside, reason: mapped.reason } : { fate: 'rejected' };
}

/** Rejects of lines whose cells cannot be used: the row itself can belong to any group. */
const UNREADABLE: ReadonlySet<string> = new Set<RejectCode>([
  ...(['broken_quotes', 'unterminated_quote', 'column_count'] as const),
  ...(['nul_byte', 'invalid_encoding', 'lost_character', 'not_fixed'] as const),
]);

/** What a rejected row breaks besides itself. A row that repeats the header belongs to no group. */
function breakOf(
  [first]: Group,
  name: string,
  code: RejectCode,
  reader: GroupReader,
): Pick<GroupToRecord, 'breaks' | 'group' | 'other'> {
  if (code === 'repeated_header') return { group: undefined };
  if (code === 'orphan_continuation') return { breaks: name === '' ? 'above' : 'continues' };
  if (!UNREADABLE.has(code)) return {};
  const [one, other] = reader.possibleNames(first);
  if (one === undefined) return { breaks: 'around', group: undefined };
  const breaks: GroupBreak = other === undefined ? 'named' : 'either';
  return { breaks, group: shortId(one), other: other === undefined ? undefined : shortId(other) };
}
