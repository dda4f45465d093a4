import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { serveBlankSite, type BlankSite } from './tabs/blank-site.ts';
import { findChromium } from './tabs/chromium-process.ts';
import { describeRealTabs } from './tabs/describe-real-tabs.ts';
import { RealChromium } from './tabs/real-chromium.ts';
import type { Tab } from './tabs/tab.ts';

afterEach(() => vi.unstubAllEnvs());

it('a Chromium that was named but is not there is an error and no reason to skip', () => {
  vi.stubEnv('POOLWARDEN_CHROMIUM', '/nowhere/chromium');
  expect(findChromium).toThrow('/nowhere/chromium');
});

it('what is no Chromium does not start, and says what it said', async () => {
  await expect(RealChromium.start('/bin/false')).rejects.toThrow('Chromium ended (1)');
  await expect(RealChromium.start('/nowhere/chromium')).rejects.toThrow('did not start');
});

describeRealTabs('real tabs', () => {
  let site: BlankSite;
  let browser: RealChromium;

  beforeAll(async () => {
    site = await serveBlankSite();
    browser = await RealChromium.start();
  });

  afterAll(async () => {
    await browser?.close();
    site.close();
  });

  const open = (path = '/') => browser.openTab(site.url + path);
  const visibility = (tab: Tab) => tab.evaluate<string>('document.visibilityState');

  /** How often a timer of 50 ms fires while one of 3 s runs: the page's own clock, however busy the machine is. */
  const ticks = (tab: Tab) =>
    tab.evaluate(async () => {
      let count = 0;
      const timer = setInterval(() => count++, 50);
      const end = performance.now() + 3000;
      while (performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
      clearInterval(timer);
      return count;
    });

  it('one tab is visible, and the timers of the others run once a second', async () => {
    const first = await open();
    expect(await visibility(first)).toBe('visible');
    const second = await open();
    expect([await visibility(first), await visibility(second)]).toEqual(['hidden', 'visible']);
    await first.activate();
    expect([await visibility(first), await visibility(second)]).toEqual(['visible', 'hidden']);
    await first.hide();
    expect([await visibility(first), await visibility(second)]).toEqual(['hidden', 'hidden']);
    expect(await ticks(first)).toBeLessThanOrEqual(5);
    await first.activate();
    expect(await ticks(first)).toBeGreaterThan(5);
    await Promise.all([first.close(), second.close()]);
  });

  it('a frozen tab hears of it, stands still and goes on when it is resumed', async () => {
    const tab = await open();
    await expect(tab.freeze()).rejects.toThrow('hide it before');
    await tab.hide();
    await tab.evaluate(() => {
      const seen: string[] = Object.assign(globalThis, { seen: [] }).seen;
      for (const event of ['freeze', 'resume']) document.addEventListener(event, () => seen.push(event));
      setTimeout(() => seen.push('timer'), 1000);
    });
    await tab.freeze();
    const other = await open();
    // By another tab's clock, since this one has none; twice the time after which the timer was due.
    await other.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2000)));
    expect(await tab.evaluate('seen')).toEqual(['freeze']);
    await tab.resume();
    expect(await tab.until<string[]>('the timer runs', 'seen', (seen) => seen.length === 3)).toEqual([
      'freeze',
      'resume',
      'timer',
    ]);
    await Promise.all([tab.close(), other.close()]);
  });

  it('a crash takes one tab with it, and loading brings it back', async () => {
    const crashing = await open('/crashing');
    const other = await open();
    const waiting = expect(crashing.evaluate('new Promise(() => {})')).rejects.toThrow('has crashed');
    await crashing.crash();
    await waiting;
    await expect(crashing.evaluate('1')).rejects.toThrow('has crashed');
    expect(await other.evaluate('1')).toBe(1);
    await crashing.reload();
    expect(await crashing.evaluate('location.pathname')).toBe('/crashing');
    await Promise.all([crashing.close(), other.close()]);
  });

  it('going back restores a page as it was, and tells why it does not', async () => {
    const tab = await open('/first');
    await tab.evaluate(() =>
      addEventListener('pageshow', ({ persisted }) => (document.title = `${persisted}`)),
    );
    await tab.navigate(`${site.url}/second`);
    expect(await tab.back()).toEqual({ restored: true, reasons: [] });
    expect(await tab.evaluate('document.title')).toBe('true');

    await tab.navigate(`${site.url}/third`);
    await tab.evaluate("addEventListener('unload', () => undefined)");
    await tab.navigate(`${site.url}/fourth`);
    const back = await tab.back();
    expect(back.restored).toBe(false);
    expect(back.reasons.length).toBeGreaterThan(0);
    await tab.close();
  });

  it('a tab that is offline hears it and reaches nobody', async () => {
    const tab = await open();
    await tab.evaluate("addEventListener('offline', () => (document.title = 'heard'))");
    await tab.offline(true);
    await tab.until('the tab hears it', 'document.title', (title) => title === 'heard');
    await expect(tab.evaluate("fetch('/')")).rejects.toThrow('Failed to fetch');
    await tab.offline(false);
    expect(await tab.evaluate("fetch('/').then(({ status }) => status)")).toBe(200);
    await tab.close();
  });

  it('the workers of a tab that is offline reach nobody, be they older or younger than that', async () => {
    const tab = await open();
    const fetched = (name: string) =>
      tab.evaluate((name) => {
        const workers = globalThis as unknown as Record<string, Worker>;
        const worker = (workers[name] ??= new Worker('/worker.js', { type: 'module' }));
        return new Promise((resolve) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.postMessage('/');
        });
      }, name);
    expect(await fetched('older')).toBe(200);
    await tab.offline(true);
    expect(await fetched('older')).toContain('Failed to fetch');
    expect(await fetched('younger')).toContain('Failed to fetch');
    await tab.offline(false);
    expect([await fetched('older'), await fetched('younger')]).toEqual([200, 200]);
    await tab.close();
  });

  it('the errors of a page are thrown where it was asked, or collected', async () => {
    const tab = await open();
    await expect(tab.evaluate((name) => Promise.reject(new TypeError(`no ${name}`)), 'luck')).rejects.toThrow(
      'TypeError: no luck',
    );
    expect(tab.errors).toEqual([]);
    await tab.evaluate(() => {
      console.error('bad', 1);
      setTimeout(() => {
        throw new Error('worse');
      });
      document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.invalid/' }));
    });
    await vi.waitFor(() => {
      expect(tab.errors).toEqual(['bad 1', expect.stringContaining('Error: worse')]);
      expect(tab.cspViolations).toEqual([expect.stringContaining('img-src')]);
    }, 10_000);
    await tab.close();
    await expect(tab.evaluate('1')).rejects.toThrow('was closed');
  });

  it('a navigation that fails says why', async () => {
    const tab = await open();
    await expect(tab.navigate('http://localhost:1/')).rejects.toThrow('http://localhost:1/: net::ERR_');
    await tab.close();
  });

  it('when the browser dies, everything under way fails at once and nothing is left behind', async () => {
    const dying = await RealChromium.start();
    const tab = await dying.openTab(site.url);
    const waiting = expect(tab.evaluate('new Promise(() => {})')).rejects.toThrow('Chromium ended (SIGKILL)');
    process.kill(dying.pid!, 'SIGKILL');
    await waiting;
    await expect(tab.navigate(site.url)).rejects.toThrow('Chromium ended');
    expect(existsSync(dying.profile)).toBe(true);
    await dying.close();
    expect(existsSync(dying.profile)).toBe(false);
    await dying.close();
  });
});
