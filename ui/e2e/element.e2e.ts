import { describe, expect, it } from 'vitest';
import { stageForEach } from './element/stage-for-each.ts';
import { EMERGENCY, SLOW } from './element/stage.ts';

const { stage } = stageForEach();

describe('the words', () => {
  it('are not there while NORMAL, and the element takes no place', async () => {
    expect(await stage().words()).toBe('');
    expect(await stage().page.locator('poolwarden-status').boundingBox()).toMatchObject({ height: 0 });
    expect(await stage().page.getByRole('status').ariaSnapshot()).toBe('- status');
  });

  it.each([
    ['moderate', { asked: { throttling_level: 'MODERATE' } }, 'a little slow'],
    ['aggressive', { asked: { throttling_level: 'AGGRESSIVE' } }, 'much longer'],
    ['emergency', { asked: { throttling_level: 'EMERGENCY' } }, 'Only the most important things'],
    ['breaker', { asked: { circuit_breaker_open: true } }, 'cannot reach your data'],
    ['unknown', { source: 'adaptive' }, 'cannot reach the server'],
  ] as const)('tell of %s, which is there for styling too', async (level, snapshot, words) => {
    await stage().become(snapshot);
    expect(await stage().words()).toContain(words);
    expect(await stage().page.locator('poolwarden-status').getAttribute('level')).toBe(level);
  });

  it('say since when and by when it is tried again', async () => {
    await stage().become(SLOW);
    expect(await stage().words()).toBe(
      'We are a little slow right now (since 13:30). Everything works, but takes longer. We check again by 14:05.',
    );
  });

  it('are in the language of the page around, also from within a shadow tree', async () => {
    await stage().page.evaluate(() => {
      const { element } = window.shown;
      document.body.lang = 'en-US';
      const host = document.createElement('div');
      host.attachShadow({ mode: 'open' }).append(element);
      document.body.append(host);
    });
    await stage().become(SLOW);
    expect(await stage().words()).toMatch(/since 1:30\sPM.*by 2:05\sPM/);
  });

  it('are the application’s where it gives some, at once and in its language', async () => {
    await stage().become(SLOW);
    await stage().page.evaluate(() => {
      document.documentElement.lang = 'de';
      window.shown.element.texts = { moderate: 'Gerade etwas langsam[ (seit {since})].' };
    });
    expect(await stage().words()).toBe('Gerade etwas langsam (seit 13:30).');
    expect(await stage().text.getAttribute('lang')).toBe('de');
    await stage().become(EMERGENCY);
    expect(await stage().words()).toContain('Only the most important things');
    expect(await stage().text.getAttribute('lang')).toBe('en');
  });
});

describe('the calm', () => {
  it('shows at once what gets worse, and what gets better when it has lasted', async () => {
    await stage().become(SLOW);
    await stage().become(EMERGENCY);
    expect(await stage().words()).toContain('very busy');
    await stage().become(SLOW);
    await stage().pass(4900);
    expect(await stage().words()).toContain('very busy');
    await stage().pass(200);
    expect(await stage().words()).toContain('a little slow');
    await stage().become();
    await stage().pass(4900);
    expect(await stage().words()).toContain('a little slow');
    await stage().pass(200);
    expect(await stage().words()).toBe('');
  });

  it('does not hide for a moment of better', async () => {
    await stage().become(SLOW);
    for (let round = 0; round < 4; round++) {
      await stage().become();
      await stage().pass(2000);
      expect(await stage().words()).toContain('a little slow');
      await stage().become(SLOW);
      await stage().pass(2000);
      expect(await stage().words()).toContain('a little slow');
    }
  });

  it('says nothing of a server that has yet to answer, unless that takes long', async () => {
    await stage().become({ source: 'default', confirmedAt: undefined });
    await stage().pass(4900);
    expect(await stage().words()).toBe('');
    await stage().pass(200);
    expect(await stage().words()).toContain('cannot reach the server');
  });

  it('moves nothing', async () => {
    await stage().become(SLOW);
    expect(await stage().page.evaluate(() => document.getAnimations().length)).toBe(0);
    expect(await stage().text.evaluate((text) => getComputedStyle(text).transitionDuration)).toBe('0s');
  });
});

describe('the subscription', () => {
  it('begins with a client set before the upgrade', async () => {
    expect(await stage().listeners()).toBe(1);
    expect(await stage().page.evaluate(() => Object.hasOwn(window.shown.element, 'client'))).toBe(false);
  });

  it('ends when the element leaves the page, and begins again with what is so then', async () => {
    await stage().become(EMERGENCY);
    await stage().page.evaluate(() => window.shown.element.remove());
    expect(await stage().listeners()).toBe(0);
    await stage().become(SLOW);
    await stage().page.evaluate(() => document.body.append(window.shown.element));
    expect(await stage().listeners()).toBe(1);
    expect(await stage().words()).toContain('a little slow');
  });

  it('follows the client that is set, and none when there is none', async () => {
    await stage().become(EMERGENCY);
    const others = await stage().page.evaluate(() => {
      const other = new window.shown.ScriptedClient();
      window.shown.element.client = other;
      const meanwhile = other.listeners;
      window.shown.element.client = undefined;
      return [meanwhile, other.listeners];
    });
    expect(others).toEqual([1, 0]);
    expect(await stage().listeners()).toBe(0);
    expect(await stage().words()).toBe('');
  });

  it('waits for an element that is made by hand to enter the page', async () => {
    const counts = await stage().page.evaluate(() => {
      const { client, defineStatusElement } = window.shown;
      defineStatusElement();
      defineStatusElement({ tag: 'our-status' });
      const ours = document.createElement('our-status') as typeof window.shown.element;
      ours.client = client;
      const before = client.listeners;
      document.body.append(ours);
      return [before, client.listeners];
    });
    expect(counts).toEqual([1, 2]);
  });
});
