/** One line of the table, as a person reads it. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly budget: string;
  /** What others need for the same, where that is known. */
  readonly peer: string;
}

const HEAD: Row = { what: 'what', ours: 'ours', budget: 'budget', peer: "the peer's mark" };

export const tableOf = (rows: readonly Row[]): string => {
  const lines = [HEAD, ...rows].map(({ what, ours, budget, peer }) => [what, ours, budget, peer || '-']);
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
