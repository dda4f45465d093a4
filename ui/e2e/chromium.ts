import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';
import { QUIET_FLAGS } from './quiet-flags.ts';

/** The Chromium that comes with the npm package: nothing to install, and it runs as root. */
export async function startChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    headless: true,
    // Where the shell's locale is C it calls its language `en-US@posix`, which no formatter takes, uPlot's neither.
    env: { ...process.env, LC_ALL: 'en_US.UTF-8' },
    args: [...QUIET_FLAGS, ...flags],
  });
}
