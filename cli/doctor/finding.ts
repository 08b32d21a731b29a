// The result of one check of `doctor`.

/** `note`: worth knowing. `mend`: a problem to fix, because imports fail or have failed; the name is stable in `--json`. */
export interface Check {
  readonly name: string;
  readonly verdict: 'well' | 'note' | 'mend';
  readonly message: string;
}

export type Finding = Omit<Check, 'name'>;
export const well = (message: string): Finding => ({ verdict: 'well', message });
export const note = (message: string): Finding => ({ verdict: 'note', message });
export const problem = (message: string): Finding => ({ verdict: 'mend', message });
