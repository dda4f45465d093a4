import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { settle } from '../../src/testing/index.ts';
import { slowBody, watch } from '../helpers.ts';
import { APP, fixture, ONE_AT_A_TIME, PAGE } from './fixture.ts';

const CHUNK = 64 * 1024;

/** A body without end that counts what is taken of it, in bytes. */
function endlessBody() {
  const body = { taken: 0, cancelledWith: undefined as unknown, response: undefined as never as Response };
  body.response = new Response(
    new ReadableStream(
      {
        pull(controller) {
          body.taken += CHUNK;
          controller.enqueue(new Uint8Array(CHUNK));
        },
        cancel: (reason) => void (body.cancelledWith = reason),
      },
      { highWaterMark: 0 },
    ),
  );
  return body;
}

async function withBody(response: Response) {
  const it = await fixture(ONE_AT_A_TIME);
  it.server.onRequest = ({ url }) => (url === PAGE ? response : new Response());
  return { ...it, response: await it.client.fetch(PAGE), inFlight: () => it.client.getFigures().inFlight };
}

describe('the body of a response', () => {
  it('keeps the request’s place until it has ended, and no longer, though nobody reads it', async () => {
    const { client, server, time } = await fixture(ONE_AT_A_TIME);
    const slow = slowBody();
    server.onRequest = ({ url }) => (url.endsWith('/slow') ? slow.response : new Response());
    const first = watch(client.fetch(`${APP}/slow`));
    watch(client.fetch(`${APP}/next`));
    await time.advance(10_000);
    expect(first.value?.status).toBe(200);
    expect(server.requests).toHaveLength(1);
    await slow.end('late');
    await settle();
    expect(server.requests).toHaveLength(2);
  });

  it('comes chunk by chunk', async () => {
    const slow = slowBody();
    const { response } = await withBody(slow.response);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    await slow.write('one');
    expect(await reader.read()).toEqual({ done: false, value: 'one' });
    void slow.end('two');
    expect(await reader.read()).toEqual({ done: false, value: 'two' });
    expect(await reader.read()).toMatchObject({ done: true });
  });

  it('can be read into the reader’s own buffer, to its end', async () => {
    const { response, inFlight } = await withBody(new Response('hello'));
    const reader = response.body!.getReader({ mode: 'byob' });
    const first = await reader.read(new Uint8Array(3));
    expect(new TextDecoder().decode(first.value)).toBe('hel');
    const second = await reader.read(new Uint8Array(3));
    expect(new TextDecoder().decode(second.value)).toBe('lo');
    expect((await reader.read(new Uint8Array(3))).done).toBe(true);
    expect(inFlight()).toBe(0);
  });

  it('ends for a reader with its own buffer who waits already', async () => {
    const slow = slowBody();
    const { response, inFlight } = await withBody(slow.response);
    const reader = response.body!.getReader({ mode: 'byob' });
    const waiting = watch(reader.read(new Uint8Array(8)));
    await slow.end('');
    await settle();
    expect(waiting.value?.done).toBe(true);
    expect(inFlight()).toBe(0);
  });

  it('that is huge and unread keeps its place, and at most about a megabyte of memory', async () => {
    const endless = endlessBody();
    const { inFlight, time } = await withBody(endless.response);
    await time.advance(60_000);
    expect(inFlight()).toBe(1);
    expect(endless.taken).toBeGreaterThanOrEqual(1 << 20);
    expect(endless.taken).toBeLessThan(1.2 * (1 << 20));
  });

  it('that is cancelled frees the place, and tells the network why', async () => {
    const endless = endlessBody();
    const { response, inFlight } = await withBody(endless.response);
    await response.body!.cancel('enough');
    expect(endless.cancelledWith).toBe('enough');
    expect(inFlight()).toBe(0);
  });

  it('that is cancelled while more of it is awaited frees one place, not two', async () => {
    const { response, inFlight, client, server, time } = await withBody(slowBody().response);
    server.onRequest = () => slowBody().response;
    for (const path of ['one', 'two', 'three']) watch(client.fetch(`${APP}/${path}`));
    await response.body!.cancel();
    await time.advance(10_000);
    expect(server.requests).toHaveLength(2);
    expect(inFlight()).toBe(1);
  });

  it('that breaks off frees the place, and says so to its reader', async () => {
    const broken = new Response(new ReadableStream({ pull: () => Promise.reject(new TypeError('cut off')) }));
    const { response, inFlight } = await withBody(broken);
    await expect(response.text()).rejects.toThrow('cut off');
    expect(inFlight()).toBe(0);
  });

  it('that is no bytes frees the place, and says so to its reader', async () => {
    const text = new ReadableStream({ pull: (controller) => controller.enqueue('no bytes') });
    const { response, inFlight } = await withBody(new Response(text));
    await expect(response.text()).rejects.toThrow(TypeError);
    expect(inFlight()).toBe(0);
  });

  it('that somebody has read already frees the place', async () => {
    const { client, server } = await fixture();
    const read = new Response('read');
    await read.text();
    server.onRequest = () => read;
    await expect(client.fetch(PAGE)).rejects.toThrow(TypeError);
    expect(client.getFigures().inFlight).toBe(0);
  });

  it('comes and is ended where there are no streams of bytes', async () => {
    class WithoutBytes extends (ReadableStream as new (...args: unknown[]) => ReadableStream) {
      constructor(source: UnderlyingSource, strategy?: QueuingStrategy) {
        if (source.type === 'bytes') throw new TypeError('ReadableByteStreamController is not implemented');
        super(source, strategy);
      }
    }
    vi.stubGlobal('ReadableStream', WithoutBytes);
    onTestFinished(() => void vi.unstubAllGlobals());
    const endless = endlessBody();
    const huge = await withBody(endless.response);
    await huge.time.advance(60_000);
    expect([huge.inFlight(), Math.round(endless.taken / 2 ** 20)]).toEqual([1, 1]);
    const reader = huge.response.body!.getReader();
    expect((await reader.read()).value).toHaveLength(CHUNK);
    await reader.cancel();
    expect(huge.inFlight()).toBe(0);
  });

  it('may have empty chunks', async () => {
    const chunks = ['', 'a', '', 'b'].map((text) => new TextEncoder().encode(text));
    const stream = new ReadableStream({
      pull: (controller) => (chunks[0] ? controller.enqueue(chunks.shift()) : controller.close()),
    });
    const { response } = await withBody(new Response(stream));
    expect(await response.text()).toBe('ab');
  });

  it('that is not there frees the place at once', async () => {
    const { response, inFlight } = await withBody(new Response(null, { status: 204 }));
    expect([response.status, response.body, inFlight()]).toEqual([204, null, 0]);
  });

  it('can still be given up in Node when the garbage of the request is gone', async () => {
    v8.setFlagsFromString('--expose_gc');
    const collectGarbage = vm.runInNewContext('gc') as () => void;
    const { client, server } = await fixture();
    server.onRequest = () => slowBody().response;
    const patience = new AbortController();
    const response = await client.fetch(PAGE, { signal: patience.signal });
    const { signal } = server.requests[0]!;
    for (let i = 0; i < 3; i++) {
      await settle();
      collectGarbage();
    }
    patience.abort('enough');
    expect(signal.reason).toBe('enough');
    expect(response.bodyUsed).toBe(false);
  });
});

describe('what a response says of itself', () => {
  const traced = (body: string | null) =>
    Object.defineProperties(new Response(body, { status: 200, statusText: 'Fine' }), {
      url: { value: `${APP}/moved` },
      redirected: { value: true },
      type: { value: 'cors' },
    });

  it('is what the platform’s said, and its clone says it too', async () => {
    const { response } = await withBody(traced('hello'));
    const clone = response.clone().clone();
    for (const it of [response, clone]) {
      expect(it).toBeInstanceOf(Response);
      expect(it).toMatchObject({ url: `${APP}/moved`, redirected: true, type: 'cors', statusText: 'Fine' });
    }
    expect(await response.text()).toBe('hello');
  });

  it('can be cloned, each of which is read on its own, and the place is free after', async () => {
    const { response, inFlight } = await withBody(new Response('hello'));
    const clone = response.clone();
    expect([await clone.text(), await response.text()]).toEqual(['hello', 'hello']);
    expect(inFlight()).toBe(0);
    expect(() => response.clone()).toThrow(TypeError);
  });

  it('without a body is the platform’s own word: an opaque one stays opaque', async () => {
    const opaque = Object.defineProperty(Response.error(), 'type', { value: 'opaque' });
    const { response, inFlight } = await withBody(opaque);
    expect(response).toBe(opaque);
    expect(inFlight()).toBe(0);
  });
});
