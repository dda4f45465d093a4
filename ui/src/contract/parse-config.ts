import { FIELDS } from './fields.ts';
import type { ThrottlingConfig } from './throttling-config.ts';

/**
 * Reads a throttling config, as polled, pushed, or found in a refusal. Unknown fields are left out: a newer server may
 * send more.
 *
 * @throws TypeError naming every field that is missing or out of its bounds, and what was there
 */
export function parseConfig(document: unknown): ThrottlingConfig {
  const refused: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, [isAllowed]] of Object.entries(FIELDS)) {
    const value = (config[name] = Object(document)[name]);
    if (!isAllowed(value)) refused.push(`${name}: ${JSON.stringify(value)}`.slice(0, 80));
  }
  if (refused[0]) throw new TypeError(`Config refused for ${refused}`);
  return config as unknown as ThrottlingConfig;
}
