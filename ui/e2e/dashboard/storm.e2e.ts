import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from '../chromium.ts';
import { untilLevel } from '../server.ts';
import { openDashboard } from './dashboard.ts';

let browser: Browser;

beforeAll(async () => {
  await untilLevel('NORMAL', 120);
  browser = await startChromium();
});

afterAll(() => browser?.close());

it('a storm climbs the levels, the page follows up and down, and the table says what the rules are worth', async () => {
  const { page, shows, signIn, complaints, outside } = await openDashboard(browser);
  await shows('level', 'NORMAL', 30);
  await signIn();
  await page.evaluate(`{
    const level = document.querySelector('[data-testid=level]');
    const seen = (window.seen = [level.textContent]);
    new MutationObserver(() => seen.push(level.textContent)).observe(level, {
      subtree: true, childList: true, characterData: true,
    });
  }`);

  await page.getByTestId('storm').click();
  await shows('level', 'EMERGENCY', 60);
  await shows('told-level', 'EMERGENCY', 5);
  await shows('told-concurrent', '1', 5);
  expect(await page.getByRole('alert').allTextContents()).toContain('Level EMERGENCY: Drowning');
  await shows('storm-phase', /well again/, 60);
  await shows('level', 'NORMAL', 90);

  const rows = page.getByTestId('storm-rows').locator('tbody tr');
  await rows.nth(1).waitFor({ timeout: 120_000 });
  const [free, obedient] = await Promise.all(
    [0, 1].map((row) => rows.nth(row).locator('td').allTextContents()),
  );
  const number = (text: string) => Number(text.replaceAll(',', ''));
  const share = ([asked, succeeded]: string[]) => number(succeeded!) / number(asked!);
  console.log(`the storm: ${free} without the rules, ${obedient} with them`);
  expect(number(free![2]!)).toBeGreaterThan(0);
  expect(free![5]).toContain('EMERGENCY');
  expect(share(obedient!)).toBeGreaterThan(0.99);

  const seen = await page.evaluate<string[]>('seen');
  expect(seen[0]).toBe('NORMAL');
  expect(seen).toContain('EMERGENCY');
  expect(seen.indexOf('EMERGENCY')).toBeGreaterThan(1); // not at once: by the levels between
  expect(seen).not.toContain('UNKNOWN');
  expect(await page.getByTestId('rejections').textContent()).not.toBe('–');
  expect(complaints).toEqual([]);
  expect(outside).toEqual([]);
});
