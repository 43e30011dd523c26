/** Times a loop as c/measure.h does: prints the nanoseconds of one pass, in the median of many short runs. */

const batches = 301;

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

export function measure(loop: (count: number) => void, count: number): void {
  const times: number[] = [];
  loop(count * 50);
  for (let i = 0; i < batches; i++) {
    const start = process.hrtime.bigint();
    loop(count);
    times.push(Number(process.hrtime.bigint() - start) / count);
  }
  console.log(JSON.stringify(median(times)));
}
