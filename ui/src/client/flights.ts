import type { Call } from './call.ts';
import { Flight } from './flight.ts';
import type { Delivery } from './sender.ts';

/** Lets identical GETs share one request, from its start until its headers have come. */
export class Flights {
  readonly #joinable = new Map<string, Flight>();

  join(call: Call, launch: (signal: AbortSignal) => Promise<Delivery>): Promise<Response> {
    if (call.signal.aborted) return Promise.reject(call.signal.reason);
    const key = keyOf(call);
    const flight = this.#joinable.get(key) ?? this.#launch(key, launch);
    return flight.board(call.signal);
  }

  /** After a change at the server nobody may be given an answer from before it. */
  closeToNewcomers(): void {
    this.#joinable.clear();
  }

  #launch(key: string, launch: (signal: AbortSignal) => Promise<Delivery>): Flight {
    const close = () => {
      if (this.#joinable.get(key) === flight) this.#joinable.delete(key);
    };
    const flight = new Flight(launch, close);
    this.#joinable.set(key, flight);
    return flight;
  }
}

function keyOf({ request }: Call): string {
  const { url, cache, credentials, integrity, mode, redirect } = request;
  return JSON.stringify([url, cache, credentials, integrity, mode, redirect, [...request.headers]]);
}
