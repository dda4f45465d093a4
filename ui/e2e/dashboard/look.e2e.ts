import { gzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../chromium.ts';
import { holdConnections, SERVER, untilLevel } from '../server.ts';
import { openDashboard, type Dashboard } from './dashboard.ts';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [360, 1440] as const;
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** More than the gate admits. */
const HOLDERS = 60;
const MOST_SCRIPT_BYTES = 45_000;

let browser: Browser;

beforeAll(async () => {
  await untilLevel('NORMAL', 120);
  browser = await startChromium();
});

afterAll(() => browser?.close());

/** Past the Content-Security-Policy, as extensions come. */
async function violations(page: Page): Promise<string[]> {
  const axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ${JSON.stringify(WCAG)} })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function look({ page }: Dashboard, name: string): Promise<void> {
  for (const theme of THEMES) {
    await page.getByLabel('Theme').selectOption(theme);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await shoot(page, `dashboard-${name}-${width}-${theme}`);
    }
    expect(await violations(page)).toEqual([]);
  }
}

describe('the look of the page', () => {
  it('is accessible and fits, well or drowning, by day and by night, on a phone and on a desk', async () => {
    const normal = await openDashboard(browser);
    await normal.shows('level', 'NORMAL', 30);
    await look(normal, 'normal');
    await normal.signIn();
    await normal.page.getByTestId('cleanup-plan').click();
    await normal.page.getByTestId('plan').waitFor();

    const letGo = holdConnections(HOLDERS);
    try {
      await normal.shows('level', 'EMERGENCY', 30);
      await normal.shows('findings', /holds connections without working/, 60);
      await look(normal, 'emergency');
      await normal.shows('level', 'EMERGENCY', 0);
    } finally {
      await letGo();
    }
    expect(normal.complaints).toEqual([]);
    expect(normal.outside).toEqual([]);
  });

  it('can be read and used by keyboard alone', async () => {
    const { page } = await openDashboard(browser);
    await page.getByTestId('sign-in').waitFor();
    const reached = new Set<string>();
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate<string>('document.activeElement.textContent.trim().slice(0, 40)'));
    }
    expect([...reached]).toEqual(expect.arrayContaining(['Sign in', 'As a table']));
    await page.getByTestId('sign-in').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.name')).toBe('name');
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.dataset.testid')).toBe('sign-in');
  });

  it('speaks up for EMERGENCY alone, and never of figures', async () => {
    const { page, shows } = await openDashboard(browser);
    await shows('level', 'NORMAL', 60);
    const banner = page.getByRole('region', { name: 'Now' });
    expect(await banner.getByRole('status').textContent()).toBe('Level NORMAL: All is well');
    expect(await banner.getByRole('alert').textContent()).toBe('');
  });

  it('stands without colours and without motion', async () => {
    const { page, shows } = await openDashboard(browser, { forcedColors: 'active', reducedMotion: 'reduce' });
    await shows('level', 'NORMAL', 60);
    await shoot(page, 'dashboard-forced-colors');
    expect(
      await page.evaluate('getComputedStyle(document.querySelector(".bar .in-use")).transitionDuration'),
    ).toBe('0s');
  });

  it('is light: all of its scripts, compressed', async () => {
    const scripts: Promise<Buffer>[] = [];
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await context.newPage();
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body());
    });
    await page.goto(SERVER);
    await page.getByTestId('sign-in').waitFor();
    const bytes = (await Promise.all(scripts)).reduce(
      (sum, body) => sum + gzipSync(body, { level: 9 }).length,
      0,
    );
    console.log(`the dashboard's scripts: ${bytes} bytes, gzipped, in ${scripts.length} files`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
  });
});
