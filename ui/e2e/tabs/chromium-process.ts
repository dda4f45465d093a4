import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { QUIET_FLAGS } from '../quiet-flags.ts';
import { Connection } from './connection.ts';

const DEBIANS = '/usr/bin/chromium';

export const NONE_HERE =
  'no Chromium for real tabs: install Debian\'s package "chromium" or set POOLWARDEN_CHROMIUM';

const FLAGS = [
  '--headless=new',
  ...QUIET_FLAGS,
  // Tabs are crashed on purpose: nobody wants those reports.
  '--disable-breakpad',
  '--remote-debugging-pipe',
];

/** Where a Chromium is that hides, throttles and freezes its tabs; undefined if this machine has none. */
export function findChromium(): string | undefined {
  const wanted = process.env.POOLWARDEN_CHROMIUM;
  if (wanted) {
    if (!existsSync(wanted)) throw new Error(`POOLWARDEN_CHROMIUM is ${wanted}, which does not exist`);
    return wanted;
  }
  return existsSync(DEBIANS) ? DEBIANS : undefined;
}

/** A Chromium of its own with a profile of its own. It ends by itself, too, when this process dies: its pipe breaks. */
export class ChromiumProcess {
  readonly connection: Connection;
  readonly profile: string;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #lastWords = '';

  static async launch(executable: string): Promise<ChromiumProcess> {
    const profile = await mkdtemp(join(tmpdir(), 'poolwarden-chromium-'));
    return new ChromiumProcess(executable, profile);
  }

  private constructor(executable: string, profile: string) {
    this.profile = profile;
    this.#child = spawn(executable, [...FLAGS, `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      // A process group, so that killing it reaches every renderer.
      detached: true,
    });
    const [, , stderr, commands, answers] = this.#child.stdio;
    this.connection = new Connection(commands as Writable, answers as Readable);
    stderr!.on('data', (text) => (this.#lastWords = (this.#lastWords + text).slice(-2000)));
    this.#gone = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#end(`Chromium did not start: ${error.message}`, resolve));
      this.#child.once('exit', (code, signal) =>
        this.#end(`Chromium ended (${signal ?? code}): ${this.#lastWords}`, resolve),
      );
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Kills it, whatever state it is in, and removes its profile. May be called twice. */
  async kill(): Promise<void> {
    this.connection.end('Chromium was closed');
    this.#signalGroup();
    await this.#gone;
    // Renderers outlive their browser by moments and may still write.
    await rm(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  #end(why: string, resolve: () => void): void {
    this.connection.end(why);
    this.#signalGroup();
    resolve();
  }

  #signalGroup(): void {
    try {
      if (this.#child.pid) process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // Nobody is left in the group.
    }
  }
}
