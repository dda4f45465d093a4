import type { ThrottlingConfig } from '../contract/throttling-config.ts';
import type { PoolwardenError } from '../error.ts';
import { BackgroundRefusedError } from './errors/background-refused-error.ts';
import { CircuitOpenError } from './errors/circuit-open-error.ts';
import type { Priority } from './priority.ts';

/** Why a request of this priority may not even wait under this config; undefined when it may. */
export function refusalUnder(config: ThrottlingConfig, priority: Priority): PoolwardenError | undefined {
  if (config.circuitBreakerOpen) return new CircuitOpenError(config.retryAfterSeconds);
  if (config.emergencyModeActive && priority === 'background') {
    return new BackgroundRefusedError(config.retryAfterSeconds, config.reasons);
  }
  return undefined;
}
