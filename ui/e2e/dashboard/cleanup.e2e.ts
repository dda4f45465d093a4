import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChromium } from '../chromium.ts';
import { SERVER, untilLevel } from '../server.ts';
import { openDashboard, OPERATOR } from './dashboard.ts';

const LEAKED = 2;

let browser: Browser;

beforeAll(async () => {
  await untilLevel('NORMAL', 120);
  browser = await startChromium();
});

afterAll(() => browser?.close());

it('what is leaked is pointed at, planned, taken back once that is confirmed, and in the audit', async () => {
  for (let i = 0; i < LEAKED; i++) {
    expect((await fetch(`${SERVER}/test/leaks/${i}`, { method: 'POST' })).status).toBe(204);
  }
  const { page, shows, signIn, complaints } = await openDashboard(browser);
  await shows('advice', 'Take back 2 connections that are held without working.', 60);
  await signIn();
  const holders = page.getByRole('region', { name: 'Oldest holders' }).last();
  await holders.getByText('may be taken back').first().waitFor();
  expect(await holders.textContent()).toContain('/test/leaks/{number}');

  await page.getByTestId('cleanup-plan').click();
  await shows('plan', /^It would take 2 connections\./, 10);
  expect(await page.getByTestId('pool').textContent()).toContain('2 in use');
  await page.getByLabel('Reason, for the audit').fill('3 am');
  await page.getByTestId('cleanup-run').click();
  await shows('cleanup-outcome', /^2 of 2 connections gone\. Now 0 in use/, 30);
  await shows('pool', /^0 in use/, 10);

  await shows('audit', /leaked by ada: “3 am”; 2 gone, 0 spared/, 10);
  await page.getByTestId('cleanup-plan').click();
  await shows('plan', /^It would take nothing\./, 10);
  expect(await page.getByTestId('cleanup-run').count()).toBe(0);

  await fetch(`${SERVER}/test/leaks/${LEAKED}`, { method: 'POST' });
  await shows('advice', /^Take back 1 connection /, 60);
  await page.getByTestId('cleanup-plan').click();
  await shows('cleanup-run', /^Wait \d+ s$/, 10); // the cooldown
  expect(await page.getByTestId('cleanup-run').isDisabled()).toBe(true);
  expect(complaints).toEqual([]);

  const answer = await fetch(`${SERVER}/api/v1/health/database/force-cleanup`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${btoa(`${OPERATOR.name}:${OPERATOR.password}`)}`,
    },
    body: JSON.stringify({ mode: 'leaked', override_cooldown: true }),
  });
  expect(((await answer.json()) as { outcome: object }).outcome).toMatchObject({ reclaimed: 1 });
});
