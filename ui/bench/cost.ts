import type { Candidate, Task } from './candidates.ts';

/** Microseconds a task. */
export interface Cost {
  readonly name: string;
  readonly median: number;
  readonly best: number;
  readonly worst: number;
}

const WARM_UPS = 5;

/**
 * The candidates take turns, so that whatever else the machine does meets them all.
 *
 * @param count tasks a round
 */
export async function measure(
  candidates: readonly Candidate[],
  count: number,
  rounds: number,
): Promise<Cost[]> {
  const tasks: Task[] = Array.from({ length: count }, () => async () => {});
  const taken = candidates.map((candidate) => ({ candidate, costs: [] as number[] }));
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const { candidate, costs } of taken) {
      const cost = await microsecondsATask(candidate, tasks);
      if (round >= 0) costs.push(cost);
    }
  }
  return taken.map(({ candidate, costs }) => summary(candidate.name, costs));
}

async function microsecondsATask(candidate: Candidate, tasks: readonly Task[]): Promise<number> {
  globalThis.gc?.(); // nobody pays for what another one left behind
  const start = performance.now();
  await candidate.run(tasks);
  return ((performance.now() - start) * 1000) / tasks.length;
}

function summary(name: string, costs: number[]): Cost {
  const sorted = [...costs].sort((a, b) => a - b);
  return { name, best: sorted[0]!, median: sorted[sorted.length >> 1]!, worst: sorted.at(-1)! };
}
