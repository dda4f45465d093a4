import { statusElementClass, type PoolwardenStatusElement } from './status-element.ts';

declare global {
  interface HTMLElementTagNameMap {
    'poolwarden-status': PoolwardenStatusElement;
  }
}

/**
 * Makes `<poolwarden-status>` known to the page. May be called again, and on a server, where it does nothing.
 *
 * @param options.tag another name; a name that is taken keeps its element
 */
export function defineStatusElement({ tag = 'poolwarden-status' }: { tag?: string } = {}): void {
  if (typeof customElements === 'undefined' || customElements.get(tag)) return;
  customElements.define(tag, statusElementClass());
}
