import { STYLE } from './style.ts';
import type { Words } from './words.ts';

/**
 * Gives `host` its shadow tree, with a live region that is always there: one that comes with its text is often not
 * read out. The function returned shows words, touching only what differs; undefined hides them.
 */
export function attachView(host: Element): (words: Words | undefined) => void {
  const region = make('div', { role: 'status', 'aria-live': 'polite' });
  const text = make('p', { part: 'text', dir: 'auto' });
  // The next try moves on from minute to minute: to be seen, but nothing to interrupt a listener for.
  text.append('', make('span', { 'aria-live': 'off' }), '');
  region.append(text);

  const root = host.attachShadow({ mode: 'open' });
  // A constructed sheet, because a strict Content-Security-Policy refuses <style> and style attributes.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  root.append(region);

  return (words) => {
    text.lang = words?.language ?? '';
    text.childNodes.forEach((node, index) => {
      const part = words?.parts[index] ?? '';
      if (node.textContent !== part) node.textContent = part;
    });
    // The style hides what has no level.
    if (words) host.setAttribute('level', words.situation);
    else host.removeAttribute('level');
  };
}

function make(tag: string, attributes: Record<string, string>): HTMLElement {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]!);
  return element;
}
