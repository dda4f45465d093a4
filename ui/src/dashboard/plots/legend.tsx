import type { History } from '../model/history.ts';
import { marksNear, SHAPES, wordsOf } from './marks.ts';
import type { Line, PlotSpec } from './spec.ts';
import { figure } from '../figures.ts';

/** Every line's name, look and value at the cursor; the newest while the cursor is elsewhere. */
export function Legend({ spec, rows, row }: { spec: PlotSpec; rows: History; row: number }) {
  return (
    <ul class="plot-legend">
      {spec.lines.map((line) => (
        <li key={line.label}>
          <Swatch {...line} />
          {line.label} <b>{(line.words ?? figure)(line.values(rows)[row], rows)}</b>
        </li>
      ))}
      {spec.hasMarks && <MarkEntries rows={rows} row={row} />}
      {spec.note && <li>{spec.note}</li>}
    </ul>
  );
}

function Swatch({ colour, dash, area }: Line) {
  if (!colour) return null;
  return (
    <svg class={`plot-swatch ${colour}`} viewBox="0 0 28 12" aria-hidden="true">
      {area && <path class="area" d="M0 4H28V12H0Z" />}
      {area === 'hatched' && <path class="hatched" d="M0 12L8 4M6 12L14 4M12 12L20 4M18 12L26 4" />}
      <path class="line" d="M0 4H28" stroke-dasharray={dash?.join(' ')} />
    </svg>
  );
}

function MarkEntries({ rows, row }: { rows: History; row: number }) {
  const near = marksNear(rows, rows.at_ms[row]!);
  return (
    <>
      {Object.values(SHAPES).map(({ label, path }) => (
        <li key={label}>
          <svg class="plot-shape" viewBox="-6 -6 12 12" aria-hidden="true">
            <path d={path} />
          </svg>
          {label}
        </li>
      ))}
      {near.length > 0 && (
        <li>
          Here: <b>{near.map(wordsOf).join(', ')}</b>
        </li>
      )}
    </>
  );
}
