import { describe, expect, it } from 'vitest';
import { stageForEach } from './element/stage-for-each.ts';
import { at, EMERGENCY, SLOW } from './element/stage.ts';

const { stage } = stageForEach();

describe('what is heard', () => {
  it('is a polite status region that is there before its words', async () => {
    const region = await stage().page.getByRole('status').elementHandle();
    expect(await region!.getAttribute('aria-live')).toBe('polite');
    await stage().become(SLOW);
    expect(await region!.textContent()).toContain('a little slow');
    expect(await stage().page.getByRole('status').ariaSnapshot()).toMatch(/^- status:\s+- paragraph: We are/);
  });

  it('is a change of the words, but not each new time of the next try', async () => {
    await stage().become(SLOW);
    await stage().text.evaluate((text) => {
      const changed: string[] = [];
      Object.assign(window, { changed });
      const note = ({ target }: MutationRecord) =>
        changed.push((target instanceof Element ? target : target.parentElement!).localName);
      const all = { childList: true, characterData: true, subtree: true };
      new MutationObserver((records) => records.forEach(note)).observe(text.getRootNode(), all);
    });
    const changed = () =>
      stage().page.evaluate(() => (window as unknown as { changed: string[] }).changed.splice(0));

    await stage().become({ ...SLOW, confirmedAt: at('14:04:10') });
    await stage().pass(6000);
    expect(await changed()).toEqual([]);

    await stage().become({ ...SLOW, nextPollAt: at('14:05:30') });
    await stage().pass(6000);
    expect(await stage().words()).toContain('by 14:06.');
    expect(await changed()).toEqual(['span']);
    expect(await stage().text.locator('span').getAttribute('aria-live')).toBe('off');

    await stage().become(EMERGENCY);
    expect(await changed()).toContain('p');
  });
});

describe('what is seen', () => {
  it('follows the custom properties and the part of the page', async () => {
    await stage().page.evaluate(() => window.shown.element.classList.add('themed'));
    await stage().become(SLOW);
    const style = await stage().text.evaluate((text) => {
      const {
        backgroundColor,
        color,
        borderTop,
        borderLeftColor,
        padding,
        borderRadius,
        font,
        letterSpacing,
      } = getComputedStyle(text);
      return {
        backgroundColor,
        color,
        borderTop,
        borderLeftColor,
        padding,
        borderRadius,
        font,
        letterSpacing,
      };
    });
    expect(style).toMatchObject({
      backgroundColor: 'rgb(1, 2, 3)',
      color: 'rgb(4, 5, 6)',
      borderTop: '2px dashed rgb(7, 8, 9)',
      borderLeftColor: 'rgb(10, 11, 12)',
      padding: '13px',
      borderRadius: '14px',
      letterSpacing: '2px',
    });
    expect(style.font).toMatch(/15px.*monospace/);
  });

  it('stands out from the page by more than a colour, and is dark where the page is', async () => {
    await stage().become(EMERGENCY);
    const colours = () =>
      stage().text.evaluate((text) => {
        const { color, backgroundColor, borderLeftStyle } = getComputedStyle(text);
        return { color, backgroundColor, borderLeftStyle };
      });
    const light = await colours();
    expect(light.borderLeftStyle).toBe('solid');
    await stage().page.emulateMedia({ colorScheme: 'dark' });
    const dark = await colours();
    expect(dark.color).not.toBe(light.color);
    expect(dark.backgroundColor).not.toBe(light.backgroundColor);
  });

  it.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['forced', { forcedColors: 'active' }],
  ] as const)('is fit to be seen: %s', async (name, media) => {
    await stage().page.emulateMedia(media);
    for (const [level, snapshot] of Object.entries({ moderate: SLOW, emergency: EMERGENCY })) {
      await stage().become(snapshot);
      const box = await stage().text.boundingBox();
      expect(box).toMatchObject({ width: 656 });
      const folder = process.env.E2E_SHOTS;
      if (folder) await stage().page.screenshot({ path: `${folder}/element-${name}-${level}.png` });
    }
  });
});
