import { describe, expect, it } from 'vitest';
import { TabLimiter, type Limits } from '../../src/index.ts';
import { seededRandom } from '../seeded-random.ts';
import { SteppedTime, settle } from '../stepped-time.ts';

/** The four levels' limits as the server publishes them. */
const LEVELS: Limits[] = [
  { concurrency: 10, perMinute: 100, delayMs: 100 },
  { concurrency: 7, perMinute: 70, delayMs: 400 },
  { concurrency: 3, perMinute: 30, delayMs: 1000 },
  { concurrency: 1, perMinute: 5, delayMs: 2000 },
];
const STEPS = 600;

interface Start {
  name: number;
  at: number;
  inFlight: number;
  limits: Limits;
}

/** A few minutes of requests that come, last, give up, and of levels that change, all by chance. */
async function simulate(seed: number) {
  const random = seededRandom(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  const time = new SteppedTime();
  let limits = LEVELS[below(4)]!;
  const limiter = new TabLimiter(limits, 30, time);
  const starts: Start[] = [];
  const outcomes = { granted: 0, gaveUp: 0, refused: 0, releases: 0 };
  let inFlight = 0;

  async function request(name: number): Promise<void> {
    const patience = new AbortController();
    if (random() < 0.3) time.after(below(20_000), () => patience.abort('gave up'));
    const permit = await limiter.acquire(patience.signal);
    inFlight++;
    outcomes.granted++;
    starts.push({ name, at: time.now(), inFlight, limits });
    time.after(below(3000), () => {
      inFlight--;
      outcomes.releases++;
      permit.release();
      if (random() < 0.2) permit.release();
    });
  }

  for (let step = 0; step < STEPS; step++) {
    void request(step).catch((error) => (error === 'gave up' ? outcomes.gaveUp++ : outcomes.refused++));
    // A grant reaches its caller a moment later: let it, before other limits are in force.
    await settle();
    if (random() < 0.02) {
      limits = LEVELS[below(4)]!;
      limiter.obey(limits);
    }
    await time.advance(below(1000));
  }
  limits = LEVELS[0]!;
  limiter.obey(limits);
  await time.advance(120_000);
  return { starts, outcomes, figures: limiter.figures() };
}

describe.each([1, 2, 3, 4, 5])('a tab limiter under chance, seed %d,', (seed) => {
  it('keeps every limit at every start, the order of the line, and its books', async () => {
    const { starts, outcomes, figures } = await simulate(seed);
    expect(starts.length).toBeGreaterThan(20);
    starts.forEach((start, index) => {
      const { concurrency, perMinute, delayMs } = start.limits;
      const lastMinute = starts.slice(0, index + 1).filter(({ at }) => at > start.at - 60_000);
      expect(start.inFlight).toBeLessThanOrEqual(concurrency);
      expect(lastMinute.length).toBeLessThanOrEqual(perMinute);
      const previous = starts[index - 1];
      if (!previous) return;
      expect(start.at - previous.at).toBeGreaterThanOrEqual(delayMs);
      expect(start.name).toBeGreaterThan(previous.name);
    });
    expect(outcomes.granted + outcomes.gaveUp + outcomes.refused).toBe(STEPS);
    expect(outcomes.releases).toBe(outcomes.granted);
    expect(figures).toMatchObject({ inFlight: 0, waiting: 0, started: outcomes.granted });
  });
});
