// What `doctor` says of one thing that it looked at.

/** `note`: worth knowing. `mend`: imports will fail, or have failed. */
export interface Check {
  readonly name: string;
  readonly verdict: 'well' | 'note' | 'mend';
  readonly message: string;
}

export type Finding = Omit<Check, 'name'>;
export const well = (message: string): Finding => ({ verdict: 'well', message });
export const note = (message: string): Finding => ({ verdict: 'note', message });
export const mend = (message: string): Finding => ({ verdict: 'mend', message });
