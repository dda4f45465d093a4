import { afterEach, describe, expect, it, vi } from 'vitest';
import { startWaitMs } from '../../src/limiter/start-window.ts';
import { openTabs } from '../../src/tabs/index.ts';

afterEach(() => void vi.unstubAllGlobals());

const open = (scope = 'app', signal = new AbortController().signal) =>
  openTabs(scope, 'tab', startWaitMs, () => {}, signal);
const denied = new DOMException('The request was denied.', 'SecurityError');
const no = () => Promise.reject(denied);

describe('tabs cannot share', () => {
  it('when their locks are denied, as to a user who refuses cookies', async () => {
    const indexedDB = {
      open() {
        throw denied;
      },
    };
    vi.stubGlobal('navigator', { locks: { query: no, request: no } });
    vi.stubGlobal('indexedDB', indexedDB);
    await expect(open()).rejects.toBe(denied);
  });

  it('when there is nowhere to write starts down, as in a Node that has locks', async () => {
    const some = async () => ({ held: [], pending: [] });
    vi.stubGlobal('navigator', { locks: { query: some, request: some } });
    await expect(open()).rejects.toBeTruthy();
  });
});

it('the locks of one scope are not taken for those of another', async () => {
  const asked: string[] = [];
  const request = async (name: string) => void asked.push(name);
  vi.stubGlobal('navigator', { locks: { query: async () => ({}), request } });
  const opened: { result: object; onsuccess?: () => void } = { result: {} };
  vi.stubGlobal('indexedDB', { open: () => (queueMicrotask(() => opened.onsuccess?.()), opened) });
  const disposal = new AbortController();
  for (const scope of ['app', 'app:admin']) await open(scope, disposal.signal);
  disposal.abort();
  const [prefix] = asked[0]!.split('tab:tab');
  expect(asked.filter((name) => name.endsWith('tab:tab'))).toHaveLength(2);
  expect(asked.filter((name) => name.startsWith(prefix!) && name.endsWith('tab:tab'))).toHaveLength(1);
});
