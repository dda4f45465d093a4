/** So much of a body is fetched ahead of its reader, in bytes: small ones end although nobody reads them. */
const AHEAD = 1 << 20;

/**
 * The same response, and word of when its body has ended, however it ends. A body that is larger than a megabyte and
 * not read does not end, just as it keeps its connection; cancel it or abort the request.
 */
export function tracked(response: Response, ended: () => void): Response {
  const reader = response.body?.getReader();
  if (!reader) {
    ended();
    return response;
  }
  reader.closed.then(ended, ended);
  const cancel = (reason: unknown) => {
    // Of a copy that is over only when the other's reader, too, has cancelled or read all.
    reader.cancel(reason).catch(() => {});
  };
  const stream = streamOf({
    async pull(controller: ReadableByteStreamController) {
      try {
        let chunk;
        do chunk = await reader.read();
        while (chunk.value?.length === 0);
        if (chunk.value) return controller.enqueue(chunk.value);
        controller.close();
        controller.byobRequest?.respond(0);
      } catch (error) {
        cancel(error);
        throw error;
      }
    },
    cancel,
  });
  return disguised(new Response(stream, response), response);
}

/** Safari before 26.2 has no streams of bytes; there nobody can ask for one either. */
function streamOf(source: Omit<UnderlyingByteSource, 'type'>): ReadableStream {
  try {
    return new ReadableStream({ ...source, type: 'bytes' }, { highWaterMark: AHEAD });
  } catch {
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: AHEAD });
    return new ReadableStream(source as UnderlyingSource, strategy);
  }
}

/** A response that is made by hand knows neither where it came from nor how. */
export function disguised(copy: Response, { url, redirected, type }: Response): Response {
  const clone = () => disguised(Response.prototype.clone.call(copy), copy);
  return Object.defineProperties(copy, {
    url: { value: url },
    redirected: { value: redirected },
    type: { value: type },
    clone: { value: clone },
  });
}
