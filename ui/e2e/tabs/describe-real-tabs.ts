import { describe } from 'vitest';
import { findChromium, NONE_HERE } from './chromium-process.ts';

/** `describe`, where there is such a Chromium; elsewhere the tests are skipped and say why. */
export function describeRealTabs(name: string, tests: () => void): void {
  if (findChromium()) {
    describe(name, tests);
  } else {
    console.warn(`SKIPPED: ${name}: ${NONE_HERE}`);
    describe.skip(`${name} (skipped: ${NONE_HERE})`, tests);
  }
}
