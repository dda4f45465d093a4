import { ChromiumProcess, findChromium, NONE_HERE } from './chromium-process.ts';
import { Session } from './session.ts';
import { Tab } from './tab.ts';

/**
 * Debian's Chromium, driven by the raw protocol. Playwright keeps every page visible and its timers unthrottled; here
 * one tab is visible and the others are hidden, and tabs freeze, crash and come back as those of a user do.
 */
export class RealChromium {
  readonly #process: ChromiumProcess;
  readonly #tabs = new Set<Tab>();
  #cover: Promise<Tab> | undefined;
  #opened = 0;

  static async start(executable = findChromium()): Promise<RealChromium> {
    if (!executable) throw new Error(NONE_HERE);
    const process = await ChromiumProcess.launch(executable);
    try {
      await process.connection.send('', 'Browser.getVersion');
      return new RealChromium(process);
    } catch (error) {
      await process.kill();
      throw error;
    }
  }

  private constructor(process: ChromiumProcess) {
    this.#process = process;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Its folder, which `close` removes. */
  get profile(): string {
    return this.#process.profile;
  }

  /** A new visible tab, in which the page has loaded; all others are hidden afterwards. */
  async openTab(url: string): Promise<Tab> {
    const name = `tab ${++this.#opened}`;
    const connection = this.#process.connection;
    // Blank at first: what the page complains about while it loads must be heard.
    const { targetId } = await connection.send('', 'Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await connection.send('', 'Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(new Session(connection, sessionId, name), {
      activate: async () => {
        await connection.send('', 'Target.activateTarget', { targetId });
        await this.#untilOnlyVisible(tab);
      },
      cover: async () => (await this.#blankTab()).activate(),
      close: async () => {
        await connection.send('', 'Target.closeTarget', { targetId });
        this.#tabs.delete(tab);
      },
    });
    this.#tabs.add(tab);
    await tab.listen(connection);
    await tab.activate();
    if (url !== 'about:blank') await tab.navigate(url);
    return tab;
  }

  /** Kills the browser and removes what it wrote; waits that are under way fail. */
  close(): Promise<void> {
    return this.#process.kill();
  }

  #blankTab(): Promise<Tab> {
    return (this.#cover ??= this.openTab('about:blank'));
  }

  async #untilOnlyVisible(visible: Tab): Promise<void> {
    for (const tab of this.#tabs) {
      const wanted = tab === visible ? 'visible' : 'hidden';
      if (tab.isAlive)
        await tab.until(`the tab is ${wanted}`, 'document.visibilityState', (is) => is === wanted);
    }
  }
}
