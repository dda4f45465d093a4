import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../src/testing/index.ts';
import { localThrottle } from '../../src/feed/local-throttle.ts';

function throttleAfter(accepted: number, refused: number) {
  let now = 1_000_000;
  const throttle = localThrottle({ ...createFakeClock(), now: () => now });
  const count = (times: number, isAccepted: boolean) => {
    for (let i = 0; i < times; i++) throttle.count(isAccepted);
  };
  count(accepted, true);
  count(refused, false);
  return { throttle, count, pass: (ms: number) => (now += ms) };
}

describe('client-side throttling', () => {
  it.each([
    [0, 0, 0],
    [100, 0, 0],
    [50, 50, 0],
    [49, 51, 2 / 101],
    [25, 75, 50 / 101],
    [0, 99, 0.99],
  ])(
    'after %d accepted and %d refused requests sheds %d, as the SRE book has it',
    (accepted, refused, share) => {
      expect(throttleAfter(accepted, refused).throttle.rejectShare()).toBeCloseTo(share, 12);
    },
  );

  it('forgets half of what it saw in 80 seconds', () => {
    const { throttle, pass } = throttleAfter(0, 10);
    pass(80_000);
    expect(throttle.rejectShare()).toBeCloseTo(5 / 6, 12);
    pass(3_600_000);
    expect(throttle.rejectShare()).toBeLessThan(1e-6);
  });

  it('gives new requests more weight than old ones', () => {
    const { throttle, count, pass } = throttleAfter(0, 10);
    pass(160_000);
    count(10, true);
    expect(throttle.rejectShare()).toBe(0);
  });

  it('does not grow its memory of a clock that was set back', () => {
    const { throttle, pass } = throttleAfter(0, 10);
    const before = throttle.rejectShare();
    pass(-1_000_000);
    expect(throttle.rejectShare()).toBeLessThan(before);
  });
});
