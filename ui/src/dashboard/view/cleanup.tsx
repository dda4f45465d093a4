import { useEffect, useState } from 'preact/hooks';
import type { CleanupAnswer, CleanupReport, CleanupRequest } from '../../contract/cleanup.ts';
import { count } from '../figures.ts';
import { duration } from '../words.ts';
import { Audit } from './audit.tsx';
import { Plan } from './plan.tsx';

type Mode = NonNullable<CleanupRequest['mode']>;

const MODES: Readonly<Record<Mode, string>> = {
  leaked: 'held without working for too long',
  idle: 'idle: dead, or more than the base size',
  graceful: 'all, each as it comes back',
  all: 'all at once: running statements are cut',
};

interface CleanupProps {
  readonly operator: string | null | undefined;
  readonly audit: readonly CleanupReport[] | undefined;
  readonly now: number;
  readonly ask: (request: CleanupRequest) => Promise<CleanupAnswer>;
  readonly onDone: () => void;
}

/** Shows what a cleanup would take, has that confirmed, and then what it took. */
export function Cleanup({ operator, audit, now, ask, onDone }: CleanupProps) {
  const [mode, setMode] = useState<Mode>('leaked');
  const [reason, setReason] = useState('');
  const [plan, setPlan] = useState<CleanupReport>();
  const [outcome, setOutcome] = useState('');
  const [coolsUntil, setCoolsUntil] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const cooling = Math.ceil((coolsUntil - now) / 1000);

  useEffect(() => setPlan(undefined), [mode]);

  async function run(dryRun: boolean): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    setOutcome('');
    const why = dryRun || !reason ? {} : { reason };
    const answer = await ask({ mode, dry_run: dryRun, ...why }).catch(() => undefined);
    setBusy(false);
    if (answer?.ok && dryRun) return setPlan(answer.report);
    setPlan(undefined);
    setOutcome(
      answer ? told(answer) : 'The server did not answer; whether anything was taken back is in the audit.',
    );
    setCoolsUntil(now + cooldownMs(answer));
    onDone();
  }

  return (
    <section class="cleanup" aria-labelledby="cleanup">
      <h2 id="cleanup">Clean up</h2>
      {!operator ? (
        <p class="note">Sign in to take connections back.</p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run(!plan?.plan.length);
          }}
        >
          <fieldset disabled={isBusy}>
            <legend>Take back connections that are</legend>
            {(Object.keys(MODES) as Mode[]).map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="mode"
                  value={each}
                  checked={mode === each}
                  onChange={() => setMode(each)}
                />{' '}
                {MODES[each]}
              </label>
            ))}
          </fieldset>
          {plan && <Plan plan={plan} cuts={mode === 'all'} reason={reason} onReason={setReason} />}
          <p class="buttons">
            {plan && plan.plan.length > 0 ? (
              <>
                <button class="danger" disabled={isBusy || cooling > 0} data-testid="cleanup-run">
                  {cooling > 0 ? `Wait ${cooling} s` : `Do it: ${count(plan.plan.length, 'connection')}`}
                </button>
                <button type="button" class="plain" onClick={() => setPlan(undefined)}>
                  Leave it
                </button>
              </>
            ) : (
              <button data-testid="cleanup-plan">{plan ? 'Look again' : 'Show what it would take'}</button>
            )}
          </p>
        </form>
      )}
      <p role="status" class="outcome" data-testid="cleanup-outcome">
        {outcome}
      </p>
      {audit && <Audit audit={audit} now={now} />}
    </section>
  );
}

function told(answer: CleanupAnswer): string {
  if (!answer.ok) {
    const again = answer.retryAfterMs ? `; try again in ${duration(answer.retryAfterMs)}` : '';
    const why = {
      401: 'You are not signed in',
      403: 'You may not do this',
      429: 'The last cleanup was moments ago',
    };
    return `${why[answer.status as keyof typeof why] ?? 'The database does not answer'}${again}.`;
  }
  const { plan, outcome, failure, after } = answer.report;
  const taken = outcome.retired + outcome.reclaimed;
  const gone =
    plan.length === 0 ? 'Nothing was left to take' : `${taken} of ${count(plan.length, 'connection')} gone`;
  const rest = [
    outcome.pending > 0 && `${outcome.pending} go when they come back`,
    outcome.spared > 0 && `${outcome.spared} worked again and were spared`,
    failure && `it broke off: ${failure}`,
  ].filter(Boolean);
  return `${gone}${rest.map((each) => `, ${each}`).join('')}. Now ${after.in_use} in use, ${after.idle} idle.`;
}

const cooldownMs = (answer: CleanupAnswer | undefined): number =>
  answer?.ok ? (answer.report.cooldown_seconds ?? 0) * 1000 : (answer?.retryAfterMs ?? 0);
