import { useEffect, useState } from 'preact/hooks';
import type { StormPhase, StormRow } from '../model/operators.ts';
import type { Server } from '../server.ts';
import { figure } from '../figures.ts';

const PHASES: Readonly<Record<StormPhase['phase'], string>> = {
  idle: '',
  without_rules: 'Five tabs ask as they like …',
  recovering: 'Waiting until the pool is well again …',
  with_rules: 'The same five tabs obey the config …',
};
const RUNNING_LOOK_MS = 1000;
/** Somebody else may have begun one. */
const LOOK_MS = 5000;

/** Has the example application load itself, so that a newcomer sees the levels climb and fall; only where there is one. */
export function Storm({ server }: { server: Server }) {
  const [phase, setPhase] = useState<StormPhase>();
  const [rows, setRows] = useState<readonly StormRow[]>();
  const [problem, setProblem] = useState('');
  const [isAsking, setAsking] = useState(false);
  const isRunning = isAsking || (phase?.running ?? false);

  useEffect(() => {
    const look = () => void server.stormPhase().then(setPhase, () => {});
    look();
    const timer = setInterval(look, isRunning ? RUNNING_LOOK_MS : LOOK_MS);
    return () => clearInterval(timer);
  }, [server, isRunning]);

  async function start(): Promise<void> {
    setProblem('');
    setAsking(true);
    try {
      setRows(await server.storm());
    } catch (error) {
      setProblem(String(error instanceof Error ? error.message : error));
    }
    setAsking(false);
  }

  if (!phase) return null;
  return (
    <section class="storm" aria-labelledby="storm">
      <h2 id="storm">Try it</h2>
      <p>Five tabs load the example for 20 s, first as they like, then as they are told. Watch the banner.</p>
      <p class="buttons">
        <button type="button" disabled={isRunning} data-testid="storm" onClick={() => void start()}>
          Start a storm
        </button>
      </p>
      <p role="status" data-testid="storm-phase">
        {problem || PHASES[phase.phase]}
      </p>
      {rows && <StormTable rows={rows} />}
    </section>
  );
}

const StormTable = ({ rows }: { rows: readonly StormRow[] }) => (
  <div class="scroll" tabIndex={0} role="region" aria-label="The storm, table">
    <table data-testid="storm-rows">
      <thead>
        <tr>
          <th scope="col">The tabs</th>
          <th scope="col">Asked</th>
          <th scope="col">Succeeded</th>
          <th scope="col">Rejected</th>
          <th scope="col">p50, ms</th>
          <th scope="col">p99, ms</th>
          <th scope="col">Levels seen</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={String(row.rules)}>
            <th scope="row">{row.rules ? 'obeyed' : 'did as they liked'}</th>
            <td>{figure(row.requests)}</td>
            <td>{figure(row.succeeded)}</td>
            <td>{figure(row.rejected)}</td>
            <td>{figure(row.p50_ms)}</td>
            <td>{figure(row.p99_ms)}</td>
            <td>{row.levels.join(' → ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
