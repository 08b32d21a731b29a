// Whether people have, of each attribute, what the newest row says. It shares no code with the pipeline.
import { reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import type { StateRow, StatesExport } from './states.ts';

/** A person in Customer.io. */
export interface Profile {
  readonly id: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Said {
  readonly at: number;
  readonly value: string;
}

/** What a file says about each person. Its rows about a person count as one, which is as new as the newest of them. */
function saidBy(rows: readonly StateRow[]): Map<string, Map<string, Said>> {
  const sound = rows.filter(({ kind }) => kind === 'sound').toSorted((a, b) => a.at - b.at);
  const people = Map.groupBy(sound, ({ person }) => person);
  return new Map(
    [...people].map(([person, own]) => {
      const at = Math.max(...own.map((row) => row.at));
      const values = Object.assign({}, ...own.map(({ says }) => says)) as Record<string, string>;
      return [person, new Map(Object.entries(values).map(([name, value]) => [name, { at, value }]))];
    }),
  );
}

/** A dropped file of states. */
export interface DroppedStates {
  readonly key: string;
  readonly file: StatesExport;
  readonly dryRun: boolean;
  /** Of the files that are imported last, without faults: who is in Customer.io after the import. */
  readonly held?: readonly Profile[];
}

/**
 * In the end every person has, of each attribute, what the newest row says, and `unchanged` is true.
 * @param people who is in Customer.io.
 */
export function attributeFaults(
  people: readonly Profile[],
  dropped: readonly DroppedStates[],
  reports: readonly Report[],
  /** People whose rows an import may have rejected. */
  { isExempt }: { readonly isExempt: (person: string) => boolean },
): string[] {
  const files = dropped.flatMap(({ file, dryRun }) => (dryRun ? [] : [file]));
  return [
    ...statesFaults(people, files, isExempt),
    ...dropped.flatMap(({ key, file, held }) => {
      const report = reports.find((one) => one.file.key === key);
      return held && report ? unchangedFaults(held, file, report) : [];
    }),
  ];
}

function statesFaults(
  held: readonly Profile[],
  files: readonly StatesExport[],
  isExempt: (person: string) => boolean,
): string[] {
  const newest = new Map<string, Said>();
  for (const { rows } of files)
    for (const [person, attributes] of saidBy(rows))
      for (const [name, said] of attributes) {
        const id = `${person} ${name}`;
        if ((newest.get(id)?.at ?? 0) <= said.at) newest.set(id, said);
      }
  return [...newest].flatMap(([id, { value }]) => {
    const [person = '', name = ''] = id.split(' ');
    const has = attributeOf(held, person, name);
    return has === value || isExempt(person) ? [] : [`${id} is ${has}, and should be ${value}`];
  });
}

/**
 * No row counts as `unchanged` if Customer.io has something else of its person.
 * @param held who was in Customer.io after the file was imported.
 */
function unchangedFaults(held: readonly Profile[], { feed, rows }: StatesExport, report: Report): string[] {
  const same = [...saidBy(rows)].flatMap(([person, attributes]) =>
    [...attributes].every(([name, { value }]) => attributeOf(held, person, name) === value) ? [person] : [],
  );
  const mayBe = rows.filter(({ person, kind }) => kind === 'sound' && same.includes(person)).length;
  const { unchanged } = report.outcomes;
  return unchanged <= mayBe
    ? []
    : [`${reportPrefix(feed, report.importId)} says ${unchanged} unchanged of ${mayBe} that are`];
}

function attributeOf(held: readonly Profile[], person: string, name: string): unknown {
  return held.find(({ id }) => id === person)?.attributes[name];
}
