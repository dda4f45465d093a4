export { parseThrottlingConfig } from './contract/parse-throttling-config.ts';
export { MalformedConfigError } from './contract/malformed-config-error.ts';
export type { HealthStatus, ThrottlingConfig, ThrottlingLevel } from './contract/throttling-config.ts';

export { ConfigFeed } from './feed/config-feed.ts';
export type { Source } from './feed/ask.ts';
export type { FeedListener, FeedState } from './feed/feed-state.ts';
export { PollFailedError } from './feed/poll-failed-error.ts';

export type { Limiter, LimiterFigures, Limits, Permit } from './limiter/limiter.ts';
export { QueueFullError } from './limiter/queue-full-error.ts';
export { TabLimiter } from './limiter/tab-limiter.ts';

export { PoolwardenClient } from './client/poolwarden-client.ts';
export type { ClientOptions } from './client/poolwarden-client.ts';
export type { ThrottledInit } from './client/call.ts';
export type { Priority } from './client/priority.ts';
export { BackgroundRefusedError } from './client/errors/background-refused-error.ts';
export { CircuitOpenError } from './client/errors/circuit-open-error.ts';

export { PoolwardenError } from './error.ts';
export { systemTime } from './time.ts';
export type { Time } from './time.ts';
