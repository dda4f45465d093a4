/** So much of a body is fetched ahead of its reader, in bytes: small ones end although nobody reads them. */
const AHEAD = 1 << 20;

/**
 * The same response, and word of when its body has ended, however it ends. A body that is larger than a megabyte and not
 * read does not end, just as it keeps its connection; cancel it or abort the request.
 */
export function tracked(response: Response, ended: () => void): Response {
  // What a `fetch` of the application's own makes may be anything.
  const { body, bodyUsed, status } = response;
  if (!body || body.locked || bodyUsed || status < 200 || status > 599) {
    ended();
    return response;
  }
  const reader = body.getReader();
  const source: UnderlyingByteSource = {
    type: 'bytes',
    async pull(controller) {
      let chunk;
      try {
        do chunk = await reader.read();
        while (chunk.value?.length === 0);
      } catch (error) {
        ended();
        throw error;
      }
      if (chunk.value) return controller.enqueue(chunk.value);
      ended();
      controller.close();
      controller.byobRequest?.respond(0);
    },
    cancel(reason) {
      ended();
      return reader.cancel(reason);
    },
  };
  return disguised(new Response(new ReadableStream(source, { highWaterMark: AHEAD }), response), response);
}

/** A response that is made by hand knows neither where it came from nor how. */
function disguised(copy: Response, { url, redirected, type }: Response): Response {
  const clone = () => disguised(Response.prototype.clone.call(copy), copy);
  return Object.defineProperties(copy, {
    url: { value: url },
    redirected: { value: redirected },
    type: { value: type },
    clone: { value: clone },
  });
}
