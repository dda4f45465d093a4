import type { CleanupReport } from '../../contract/cleanup.ts';
import { count } from '../figures.ts';
import { duration, plain } from '../words.ts';

const SHOWN = 10;

interface PlanProps {
  readonly plan: CleanupReport;
  /** Whether running statements would be cut. */
  readonly cuts: boolean;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

/** What a dry run found, and what has to be said before it becomes a real one. */
export const Plan = ({ plan, cuts, reason, onReason }: PlanProps) => (
  <div class="plan" data-testid="plan">
    <p>
      {plan.plan.length === 0
        ? 'It would take nothing.'
        : `It would take ${count(plan.plan.length, 'connection')}${cuts ? ', running statements included' : ''}.`}
      {plan.spared.length > 0 && ` It would spare ${plan.spared.length}: ${whySpared(plan)}.`}
    </p>
    <ul>
      {plan.plan.slice(0, SHOWN).map((step) => (
        <li key={step.pid}>
          {plain(step.evidence)}: {String(step.holder?.['call_site'] ?? 'nobody')}
          {typeof step.holder?.['held_ms'] === 'number' && `, held ${duration(step.holder['held_ms'])}`}{' '}
          (process {step.pid}, {plain(step.action)})
        </li>
      ))}
      {plan.plan.length > SHOWN && <li>and {plan.plan.length - SHOWN} more</li>}
    </ul>
    {plan.plan.length > 0 && (
      <label class="reason">
        Reason, for the audit
        <input maxLength={500} value={reason} onInput={(event) => onReason(event.currentTarget.value)} />
      </label>
    )}
  </div>
);

const whySpared = (plan: CleanupReport): string =>
  [...new Set(plan.spared.map(({ why }) => plain(why)))].join(' or ');
