import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';
import { QUIET_FLAGS } from './quiet-flags.ts';

/** The Chromium that comes with the npm package: nothing to install, and it runs as root. */
export async function startChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    headless: true,
    args: [...QUIET_FLAGS, ...flags],
  });
}
