export { createPoolwarden } from './client/poolwarden.ts';
export type { Poolwarden } from './client/poolwarden.ts';
export type { AutomaticCleanup, PoolwardenOptions } from './client/options.ts';
export type { PoolwardenInit, Wishes } from './client/call.ts';
export type { Priority } from './limiter/priority.ts';
export type { LimiterFigures } from './limiter/limiter.ts';

export { PoolwardenError } from './error.ts';
export type { PoolwardenErrorCode } from './error.ts';

export type { ConfigSource, Snapshot } from './feed/snapshot.ts';
export type { Page } from './feed/page.ts';
export type { HealthStatus, ThrottlingConfig, ThrottlingLevel } from './contract/throttling-config.ts';
export type {
  CleanupAnswer,
  CleanupCounts,
  CleanupHolder,
  CleanupReport,
  CleanupRequest,
  CleanupSpared,
  CleanupStep,
} from './contract/cleanup.ts';
export type { Time } from './time.ts';
