import { describe, expect, it } from 'vitest';
import { extend } from '../../../src/dashboard/model/history.ts';
import { at, history, mark } from '../plots/fixture.ts';

const seconds = (...all: number[]) => all.map((second) => at(3, 10, second));

describe('extending a history', () => {
  it('appends what is newer', () => {
    const known = history({ in_use: [1, 2] });
    const extended = extend(known, history({ at_ms: seconds(3, 4), in_use: [3, null] }));
    expect(extended).toEqual(history({ in_use: [1, 2, 3, null] }));
  });

  it('takes samples and marks once that come twice', () => {
    const known = history({ in_use: [1, 2], marks: [mark(at(3, 10, 1)), mark(at(3, 10, 2))] });
    const again = history({
      at_ms: seconds(2, 3),
      in_use: [9, 3],
      marks: [mark(at(3, 10, 2)), mark(at(3, 10, 2), 'breaker', 'OPEN')],
    });
    expect(extend(known, again)).toEqual(
      history({ in_use: [1, 2, 3], marks: [...known.marks, mark(at(3, 10, 2), 'breaker', 'OPEN')] }),
    );
  });

  it('is what it was when nothing is newer', () => {
    const known = history({ in_use: [1, 2], marks: [mark(at(3, 10, 1))] });
    expect(extend(known, history())).toEqual(known);
  });

  it('begins with what came first', () => {
    expect(extend(history(), history({ in_use: [1] }))).toEqual(history({ in_use: [1] }));
  });

  it('drops what is too old for the newest sample', () => {
    const known = history({ in_use: [1, 2, 3], marks: [mark(at(3, 10, 1)), mark(at(3, 10, 3))] });
    const extended = extend(known, history({ at_ms: seconds(4), in_use: [4] }), 2000);
    expect(extended).toEqual(history({ at_ms: seconds(3, 4), in_use: [3, 4], marks: [mark(at(3, 10, 3))] }));
  });

  it('keeps 15 minutes unless told otherwise', () => {
    const known = history({ at_ms: [at(3, 10, 1), at(3, 10, 2)], in_use: [1, 2] });
    const extended = extend(known, history({ at_ms: [at(3, 25, 1)], in_use: [3] }));
    expect(extended.in_use).toEqual([2, 3]);
  });

  it.each([{ instance: 'c3d4' }, { step_ms: 5000 }])('is replaced by one of %j', (other) => {
    const known = history({ in_use: [1, 2], marks: [mark(at(3, 10, 1))] });
    const newer = history({ ...other, in_use: [7] });
    expect(extend(known, newer)).toEqual(newer);
  });

  it('leaves both as they were', () => {
    const known = Object.freeze(history({ in_use: [1] }));
    const newer = Object.freeze(history({ at_ms: seconds(2), in_use: [2] }));
    extend(known, newer, 1000);
    expect([known.in_use, newer.in_use]).toEqual([[1], [2]]);
  });
});
