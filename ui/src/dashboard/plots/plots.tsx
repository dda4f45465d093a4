import { useMemo, useState } from 'preact/hooks';
import type { History } from '../model/history.ts';
import { Plot } from './plot.tsx';
import './plots.css';
import { withGaps } from './rows.ts';
import { SPECS } from './specs.ts';
import { clockWithSeconds } from '../figures.ts';

/** What the server remembers of the last 15 minutes: four plots under one cursor, the newest at their right. */
export function Plots({ history, theme }: { history: History; theme: 'light' | 'dark' }) {
  const rows = useMemo(() => withGaps(history), [history]);
  const [cursor, setCursor] = useState<number | null>(null);
  // Rows go while the cursor rests: all of them when another run of the server has begun.
  const row = Math.min(cursor ?? Infinity, rows.at_ms.length - 1);
  const at = rows.at_ms[row];
  return (
    <section class="plots" data-theme={theme} aria-labelledby="plots">
      <h2 id="plots">The last 15 minutes</h2>
      <p class="plots-at">
        {at === undefined
          ? 'No samples yet.'
          : `${cursor === null ? 'Newest' : 'At'} ${clockWithSeconds(at)}`}
      </p>
      {at !== undefined && (
        <div class="plots-grid">
          {SPECS.map((spec) => (
            <Plot key={spec.name} {...{ spec, history, rows, row, theme }} onCursor={setCursor} />
          ))}
        </div>
      )}
    </section>
  );
}
