export { defineStatusElement } from './define.ts';
export type { Situation } from './situation.ts';
export type { PoolwardenStatusElement } from './status-element.ts';
export type { StatusSnapshot, StatusSource } from './status-source.ts';
export type { Text, Texts, Times } from './texts.ts';
