/** What became of several runs of one thing. */
export type Spread = {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly values: readonly number[];
};

const quantile = (sorted: readonly number[], q: number): number => {
  const position = (sorted.length - 1) * q;
  const lower = sorted[Math.floor(position)] ?? Number.NaN;
  const upper = sorted[Math.ceil(position)] ?? Number.NaN;
  return lower + (upper - lower) * (position - Math.floor(position));
};

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    lowerQuartile: quantile(sorted, 0.25),
    upperQuartile: quantile(sorted, 0.75),
    values,
  };
};

/**
 * Compares run with run, in the order they were made. Both of a pair saw the same machine at nearly
 * the same time, so a load that comes and goes counts for little.
 */
export const ratiosOf = (values: readonly number[], beside: readonly number[]): Spread =>
  spreadOf(values.map((value, index) => value / (beside[index] ?? Number.NaN)));
