import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Peers } from '../../src/feed/peers.ts';
import { listenToEvents } from '../../src/feed/push.ts';
import { createFakeClock, fakeConfig, settle } from '../../src/testing/index.ts';
import { fakePage } from '../helpers.ts';
import { fakePeers } from './fixture.ts';

class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeEventSource[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeEventSource.all.push(this);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  send(data: string, type = 'config'): void {
    this.dispatchEvent(new MessageEvent(type, { data }));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

const streams = () => FakeEventSource.all;

beforeEach(() => {
  FakeEventSource.all = [];
  vi.stubGlobal('EventSource', FakeEventSource);
});
afterEach(() => vi.unstubAllGlobals());

function fixture(peers?: Peers) {
  const { page, listeners, become } = fakePage();
  const disposal = new AbortController();
  const heard: unknown[] = [];
  const time = createFakeClock();
  listenToEvents(
    'http://app.test/events',
    page,
    time,
    peers,
    (config) => heard.push(config),
    disposal.signal,
  );
  return { become, listeners, disposal, heard, time };
}

describe('the stream of events', () => {
  it('brings each config event, as it is', () => {
    const { heard } = fixture();
    expect(streams()[0]!.url).toBe('http://app.test/events');
    streams()[0]!.send(JSON.stringify(fakeConfig()));
    streams()[0]!.send('{}', 'status');
    expect(heard).toEqual([fakeConfig()]);
  });

  it('brings what is no JSON as no config', () => {
    const { heard } = fixture();
    streams()[0]!.send('<html>');
    expect(heard).toEqual([undefined]);
  });

  it('is closed while nobody sees the page, and opened again after', () => {
    const { become } = fixture();
    become(false);
    expect(streams()[0]!.readyState).toBe(FakeEventSource.CLOSED);
    become(true);
    become(true);
    expect(streams().map(({ readyState }) => readyState)).toEqual([FakeEventSource.CLOSED, 1]);
  });

  it('is closed for good when disposed of', () => {
    const { become, disposal, listeners } = fixture();
    disposal.abort();
    become(true);
    expect(streams().map(({ readyState }) => readyState)).toEqual([FakeEventSource.CLOSED]);
    expect(listeners.size).toBe(0);
  });

  it('is left to the browser when it breaks, and asked for again a while after it was refused', async () => {
    const { time } = fixture();
    streams()[0]!.fail(0);
    await time.advance(120_000);
    expect(streams()).toHaveLength(1);
    streams()[0]!.fail(FakeEventSource.CLOSED);
    await time.advance(44_999);
    expect(streams()).toHaveLength(1);
    await time.advance(1);
    expect(streams()).toHaveLength(2);
  });

  it('is not asked for again by a page that is hidden or gone', async () => {
    const { become, disposal, time } = fixture();
    streams()[0]!.fail(FakeEventSource.CLOSED);
    await settle();
    become(false);
    await time.advance(120_000);
    expect(streams()).toHaveLength(1);
    become(true);
    expect(streams()).toHaveLength(2);
    streams()[1]!.fail(FakeEventSource.CLOSED);
    await settle();
    disposal.abort();
    await time.advance(120_000);
    expect(streams()).toHaveLength(2);
    expect(time.pendingTimers).toBe(0);
  });

  it('is opened by one tab at a time: not before its turn', async () => {
    let turn = () => {};
    const { become } = fixture(
      fakePeers({
        inTurn: async (_, __, action) => (await new Promise<void>((go) => (turn = go)), action()),
      }),
    );
    expect(streams()).toHaveLength(0);
    turn();
    await settle();
    expect(streams()).toHaveLength(1);
    become(false);
    expect(streams()[0]!.readyState).toBe(FakeEventSource.CLOSED);
  });

  it('is closed at once when its turn comes as the page was just hidden', async () => {
    let turn = () => {};
    const { become } = fixture(
      fakePeers({
        inTurn: async (_, __, action) => (await new Promise<void>((go) => (turn = go)), action()),
      }),
    );
    become(false);
    turn();
    await settle();
    expect(streams().filter(({ readyState }) => readyState !== FakeEventSource.CLOSED)).toEqual([]);
  });

  it('that cannot be had bothers nobody', async () => {
    vi.stubGlobal('EventSource', function () {
      throw new DOMException('not allowed', 'SecurityError');
    });
    fixture();
    await settle();
    expect(streams()).toHaveLength(0);
  });
});
