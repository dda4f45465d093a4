import type { StatusSnapshot } from './status-source.ts';

/** What there is to tell; {@link ENGLISH} has the order of what is worse. */
export type Situation = 'moderate' | 'aggressive' | 'emergency' | 'unknown' | 'breaker';

/** The situation a snapshot tells of; undefined when there is nothing to tell. */
export function situationOf({ config, source }: StatusSnapshot): Situation | undefined {
  if (source === 'default' || source === 'adaptive') return 'unknown';
  if (config.circuit_breaker_open) return 'breaker';
  if (config.emergency_mode_active) return 'emergency';
  const level = config.throttling_level;
  return level === 'NORMAL' ? undefined : (level.toLowerCase() as Lowercase<typeof level>);
}
