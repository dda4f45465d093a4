import { at, inWords, share } from './figures.ts';

/**
 * Writes a model into the page: `data-figure="pool.in_use"` gets that value as its text,
 * `data-share="pool.in_use" data-of="pool.size"` the part as its width.
 */
export function fill(root: ParentNode, model: unknown): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-figure]')) {
    write(element, inWords(at(element.dataset.figure!, model)));
  }
  for (const element of root.querySelectorAll<HTMLElement>('[data-share]')) {
    const { share: part = '', of: whole = '' } = element.dataset;
    element.style.width = `${100 * share(at(part, model), whole === '100' ? 100 : at(whole, model))}%`;
  }
}

/** Unchanged text is left alone: screen readers would read it out again. */
function write(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
