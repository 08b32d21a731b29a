// Why a row is not sent because of the function of its feed. The texts say nothing that the function says: that can be a cell.
export const TRANSFORM_REJECTS = {
  transform_failed: {
    means: 'The transform of the feed failed on this row.',
    fix: 'Run "npm run cli -- check FILE --feed FEED" with this row, and correct the function in feeds.config.ts. Cells of columns that the file does not have are undefined.',
  },
  transform_result: {
    means: 'The transform of the feed returned something that is not a row.',
    fix: 'Correct the function in feeds.config.ts: return null, or a text for each column of the file and of adds, as in ({ ...row, Name: "Ann" }).',
  },
  transform_impure: {
    means: 'The transform of the feed returned something else for the same row when it ran again.',
    fix: 'Correct the function in feeds.config.ts: its result must depend on the row alone, and not on the time, chance, or earlier rows.',
  },
} as const;
