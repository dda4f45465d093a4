import { capacityOf, lastMinute, type Sight } from '../sight.ts';
import { count, figure } from '../figures.ts';

/** The pool as one bar: in use, idle, and what may still be opened, with the levels' thresholds and the gate's limit. */
export function PoolBar({ sight }: { sight: Sight }) {
  const { status } = sight;
  const capacity = capacityOf(sight);
  if (!status || capacity === undefined) return null;
  const { in_use, idle, size, max_overflow } = status.pool;
  const { limit } = status.gate;
  const thresholds = sight.history?.thresholds_percent ?? [];
  const whole = Math.max(1, size + max_overflow, in_use + idle, capacity);
  const at = (connections: number) => `${(100 * connections) / whole}%`;
  return (
    <section class="pool" aria-labelledby="pool">
      <h2 id="pool">Pool</h2>
      <p data-testid="pool">
        <strong>{in_use}</strong> in use, {idle} idle, of {count(capacity, 'connection')}
        {status.usage_percent !== null && <>; wanted {figure(status.usage_percent)} % in the last second</>}
      </p>
      <div class="bar" aria-hidden="true">
        <span class="in-use" style={{ width: at(in_use) }} />
        <span class="idle" style={{ width: at(idle) }} />
        {thresholds.map((percent) => (
          <i key={percent} class="tick" style={{ left: at((capacity * percent) / 100) }}>
            <b>{percent}</b>
          </i>
        ))}
        <i class="limit" style={{ left: at(Math.min(limit, whole)) }} />
      </div>
      <ul class="key" aria-label="Key">
        <li class="in-use">in use</li>
        <li class="idle">idle</li>
        <li class="free">up to {whole} may be open</li>
        <li class="limit">the gate admits {limit} at once</li>
        <li class="tick">levels rise at {thresholds.join(', ')} %</li>
      </ul>
    </section>
  );
}

/** Who waits, for how long, and who went away without a connection. */
export function Flow({ sight }: { sight: Sight }) {
  const minute = lastMinute(sight.history);
  return (
    <section class="flow" aria-labelledby="flow">
      <h2 id="flow">Last minute</h2>
      <dl class="figures">
        <Figure name="Waiting now" id="waiting" value={sight.status?.gate.waiting} />
        <Figure name="Wait, p99 of the worst second" id="wait-p99" value={minute?.waitP99Ms} unit="ms" />
        <Figure name="Rejections a minute" id="rejections" value={minute?.rejected} />
        <Figure name="Of them after waiting in vain" id="timeouts" value={minute?.timedOut} />
      </dl>
    </section>
  );
}

interface FigureProps {
  readonly name: string;
  readonly id: string;
  readonly value: number | null | undefined;
  readonly unit?: string;
}

export const Figure = ({ name, id, value, unit }: FigureProps) => (
  <div>
    <dt>{name}</dt>
    <dd data-testid={id}>
      {figure(value)}
      {unit && <small> {unit}</small>}
    </dd>
  </div>
);
