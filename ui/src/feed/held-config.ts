import type { ThrottlingConfig } from '../contract/throttling-config.ts';
import type { Answer } from './ask.ts';

/** The last good config and what is known about it. */
export interface HeldConfig extends Answer {
  /** When the server last said that it holds, on the feed's clock in milliseconds. */
  readonly confirmedAt: number;
}

/** Another instance is always newer: the server was started anew, or a balancer chose another one. */
export function isOlder(offered: ThrottlingConfig, held: ThrottlingConfig): boolean {
  return offered.instance === held.instance && offered.revision < held.revision;
}

export function isSame(offered: ThrottlingConfig, held: ThrottlingConfig): boolean {
  return offered.instance === held.instance && offered.revision === held.revision;
}

/** Milliseconds for which the config is still good; at most 0 when it is stale. */
export function validForMs(held: HeldConfig, now: number): number {
  return held.confirmedAt + held.config.validForSeconds * 1000 - now;
}
