import {
  defineStatusElement,
  type PoolwardenStatusElement,
  type StatusSnapshot,
  type StatusSource,
} from '../../src/element/index.ts';
import { snapshot } from '../../test/element/snapshot.ts';

/** A client that shows what the test tells it. */
class ScriptedClient implements StatusSource {
  readonly #listeners = new Set<() => void>();
  #snapshot = snapshot();

  getSnapshot = () => this.#snapshot;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    // What it gives back must not matter.
    return () => this.#listeners.delete(listener);
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  become(next: StatusSnapshot): void {
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }
}

/** What the tests reach as `window.shown`. */
export interface Shown {
  readonly element: PoolwardenStatusElement;
  readonly violations: string[];
  readonly ScriptedClient: typeof ScriptedClient;
  readonly defineStatusElement: typeof defineStatusElement;
  readonly snapshot: typeof snapshot;
  readonly client: ScriptedClient;
}

declare global {
  interface Window {
    shown: Shown;
  }
}

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

const client = new ScriptedClient();
const element = document.querySelector('poolwarden-status')!;
// Before the upgrade on purpose.
element.client = client;
defineStatusElement();

window.shown = { element, client, violations, ScriptedClient, defineStatusElement, snapshot };
