import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../chromium.ts';
import { openDashboard, OPERATOR } from './dashboard.ts';

/** `ClosedDashboardPageTest` sets it: the server then shows its figures to operators alone. */
const IS_CLOSED = process.env.POOLWARDEN_CLOSED === 'true';

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});

afterAll(() => browser?.close());

describe.skipIf(IS_CLOSED)('signing in', () => {
  it('takes a name and a password, says when they are wrong, and ends with the page', async () => {
    const { page, shows, signIn, complaints } = await openDashboard(browser);
    await shows('level', /NORMAL|MODERATE|AGGRESSIVE|EMERGENCY/, 30);
    for (const closed of ['who holds connections', 'what the figures mean', 'take connections back']) {
      await page.getByText(closed).waitFor();
    }

    await page.getByTestId('sign-in').click();
    await page.getByLabel('Name').fill(OPERATOR.name);
    await page.getByLabel('Password').fill('battery staple');
    await page.keyboard.press('Enter');
    await page.getByText('Wrong name or password').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').isVisible()).toBe(false);

    await signIn();
    await page.getByText('Nobody holds a connection').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Sign out');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Sign in');
    await page.getByText('Sign in to see who holds connections').waitFor();

    await signIn();
    await page.reload();
    await page.getByTestId('sign-in').waitFor();
    const kept = await page.evaluate<string>(
      'JSON.stringify([localStorage, sessionStorage, document.cookie])',
    );
    expect(kept).not.toContain('horse');
    expect(complaints).toEqual([]);
  });
});

describe.runIf(IS_CLOSED)('a closed dashboard', () => {
  it('shows nothing but where to sign in, and all to an operator', async () => {
    const { page, shows, signIn, complaints } = await openDashboard(browser);
    // Whoever is asked by the browser itself cannot sign out.
    const cdp = await page.context().newCDPSession(page);
    let asked = 0;
    cdp.on('Fetch.authRequired', () => asked++);
    cdp.on('Fetch.requestPaused', ({ requestId }) => void cdp.send('Fetch.continueRequest', { requestId }));
    await cdp.send('Fetch.enable', { handleAuthRequests: true });
    await shows('why', 'These figures are for operators: sign in to see them.', 30);
    expect(await page.getByTestId('level').textContent()).toBe('UNKNOWN');
    expect(await page.getByTestId('pool').count()).toBe(0);
    await signIn();
    await shows('level', 'NORMAL', 30);
    await shows('pool', /in use/, 5);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await shows('level', 'UNKNOWN', 5);
    expect(await page.getByTestId('pool').count()).toBe(0);
    expect(asked).toBe(0);
    expect(complaints).toEqual([]);
  });
});
