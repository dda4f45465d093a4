import type { ThrottlingLevel } from '../../contract/throttling-config.ts';

export type Mark = ThrottlingLevel | 'UNKNOWN';

/** A shape for each, so that nobody needs the colour. */
const PATHS: Readonly<Record<Mark, string>> = {
  NORMAL: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-2 15-5-5 2-2 3 3 7-7 2 2Z',
  MODERATE: 'M2 9h20v6H2Z',
  AGGRESSIVE: 'M12 2 1 21h22Zm-1.5 7h3v6h-3Zm0 7.5h3v3h-3Z',
  EMERGENCY: 'M8 2h8l6 6v8l-6 6H8l-6-6V8Zm2.5 4v8h3V6Zm0 10v3h3v-3Z',
  UNKNOWN:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.5 13h3v3h-3Zm0-1.5c0-3 3-3 3-4.8 0-2-3.5-2-3.5.3h-3c0-4.8 9-4.8 9-.3 0 2.8-3 3-3 4.8Z',
};

export const Icon = ({ of }: { of: Mark }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[of]} fill-rule="evenodd" />
  </svg>
);
