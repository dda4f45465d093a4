import type { History } from '../model/history.ts';
import { Legend } from './legend.tsx';
import { MinuteTable } from './minute-table.tsx';
import type { PlotSpec } from './spec.ts';
import { useChart } from './use-chart.ts';

export interface PlotProps {
  readonly spec: PlotSpec;
  readonly history: History;
  /** The same with its gaps in it. */
  readonly rows: History;
  /** Which of the rows the legend speaks of. */
  readonly row: number;
  readonly theme: string;
  /** Told the row under the cursor, null when it leaves. */
  readonly onCursor: (row: number | null) => void;
}

/** One plot, thrice: in a sentence, as a picture, as a table. */
export function Plot({ spec, history, rows, row, theme, onCursor }: PlotProps) {
  const summary = spec.summary(history);
  const canvas = useChart(spec, rows, summary, theme, onCursor);
  return (
    <figure class="plot" aria-labelledby={`plot-${spec.name}`}>
      <h3 id={`plot-${spec.name}`}>{spec.heading}</h3>
      <p>{summary}</p>
      <div class="plot-canvas" ref={canvas} />
      <Legend spec={spec} rows={rows} row={row} />
      <details>
        <summary>As a table</summary>
        <MinuteTable spec={spec} history={history} />
      </details>
    </figure>
  );
}
