/** What became of requests of several kinds, and how long they took in ms. */
export class Tally {
  private open = 0;
  private readonly took = new Map<string, number[]>();
  private readonly failures: Record<string, number> = {};

  began(): void {
    this.open++;
  }

  ended(kind: string, outcome: string, ms: number): void {
    this.open--;
    if (outcome === 'ok') this.ofKind(kind).push(ms);
    else this.failures[outcome] = (this.failures[outcome] ?? 0) + 1;
  }

  private ofKind(kind: string): number[] {
    const took = this.took.get(kind) ?? [];
    this.took.set(kind, took);
    return took;
  }

  /** Times are of successes alone. */
  figures() {
    const successes = [...this.took.values()].flat().length;
    const failed = Object.values(this.failures).reduce((sum, count) => sum + count, 0);
    return {
      requests: successes + failed + this.open,
      successes,
      failures: { ...this.failures, ...(this.open && { unfinished: this.open }) },
      ms: Object.fromEntries([...this.took].map(([kind, took]) => [kind, quantiles(took)])),
    };
  }
}

function quantiles(took: number[]) {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1]!);
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
