/** Runs the timers of a hidden page, whose own come once a second, and later once a minute. Takes and gives back an id. */
self.onmessage = ({ data: [id, ms] }: MessageEvent<[id: number, ms: number]>) => {
  setTimeout(() => self.postMessage(id), ms);
};

export {};
