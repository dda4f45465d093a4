import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { eventually, SERVER } from '../server.ts';

export const OPERATOR = { name: 'ada', password: 'correct horse' };

/** One reader's page, and what it should not have done. */
export interface Dashboard {
  readonly page: Page;
  /** Errors, and what the Content-Security-Policy forbade. */
  readonly complaints: string[];
  /** Requests to anybody but the server. */
  readonly outside: string[];
  text(testId: string): Promise<string>;
  /** Waits until the text is so. */
  shows(testId: string, expected: string | RegExp, seconds: number): Promise<string>;
  signIn(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the page as somebody who has never been there. */
export async function openDashboard(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Dashboard> {
  const context = await browser.newContext({
    locale: 'en-US', // that of a bare container is none that Intl knows
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const outside: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(SERVER)) outside.push(request.url());
  });
  await page.goto(SERVER);

  const text = async (testId: string) => (await page.getByTestId(testId).textContent()) ?? '';
  return {
    page,
    complaints,
    outside,
    text,
    shows: (testId, expected, seconds) =>
      eventually(
        `${testId} shows ${expected}`,
        () => text(testId).catch(() => '(not there)'),
        (shown) => (typeof expected === 'string' ? shown === expected : expected.test(shown)),
        seconds,
        100,
      ),
    async signIn() {
      await page.getByTestId('sign-in').click();
      await page.getByLabel('Name').fill(OPERATOR.name);
      await page.getByLabel('Password').fill(OPERATOR.password);
      await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
      await page.getByTestId('operator').waitFor();
    },
    close: () => context.close(),
  };
}
