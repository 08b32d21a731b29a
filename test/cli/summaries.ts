// Reads the summaries that commands print.

/** The numbers of each summary, by their labels. */
export function summaries(stdout: string): Record<string, unknown>[] {
  return [...stdout.matchAll(/^(\S+)-\d{8}T\d{6}-\w{8}: (\w+)\n(.*?)^ {2}report: /gms)].map(
    ([, feed, state, table = '']) => {
      const numbers = [...table.matchAll(/^ +(\w[\w. ]*?) +([\d,.]+)$/gm)].map(([, label = '', value]) => [
        { 'orders read': 'orders', 'rows read': 'rows', 'requests to Customer.io': 'requests' }[label] ??
          label,
        Number(value),
      ]);
      const { seconds: _, ...counts } = Object.fromEntries(numbers);
      return { feed, state, ...counts };
    },
  );
}
