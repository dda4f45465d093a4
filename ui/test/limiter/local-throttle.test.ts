import { describe, expect, it } from 'vitest';
import { localThrottle } from '../../src/limiter/local-throttle.ts';

function throttleAfter(accepted: number, refused: number, now = 0) {
  const throttle = localThrottle();
  for (let i = 0; i < accepted; i++) throttle.count(now, true);
  for (let i = 0; i < refused; i++) throttle.count(now, false);
  return throttle;
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
      expect(throttleAfter(accepted, refused).rejectShare(0)).toBeCloseTo(share, 12);
    },
  );

  it('forgets half of what it saw in 80 seconds', () => {
    expect(throttleAfter(0, 10).rejectShare(80_000)).toBeCloseTo(5 / 6, 12);
    expect(throttleAfter(0, 10).rejectShare(3_600_000)).toBeLessThan(1e-6);
  });

  it('gives new requests more weight than old ones', () => {
    const throttle = throttleAfter(0, 10);
    for (let i = 0; i < 10; i++) throttle.count(160_000, true);
    expect(throttle.rejectShare(160_000)).toBe(0);
  });

  it('does not grow its memory of a clock that was set back', () => {
    const throttle = throttleAfter(0, 10, 1_000_000);
    expect(throttle.rejectShare(0)).toBeLessThan(throttleAfter(0, 10).rejectShare(0));
  });
});
