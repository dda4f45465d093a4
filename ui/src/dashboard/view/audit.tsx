import type { CleanupReport } from '../../contract/cleanup.ts';
import { plain, timeOf } from '../words.ts';

const SHOWN = 5;

/** The last cleanups: when, what, who, why, and what came of it. */
export const Audit = ({ audit, now }: { audit: readonly CleanupReport[]; now: number }) => (
  <details class="audit" data-testid="audit">
    <summary>{audit.length === 0 ? 'No cleanup so far' : `Last cleanups (${audit.length})`}</summary>
    <ul>
      {audit.slice(0, SHOWN).map((each) => (
        <li key={each.id}>
          <time dateTime={each.at}>{timeOf(each.at, now)}</time> {plain(each.mode)}
          {each.dry_run && ', dry run'} by {each.by ?? 'anybody'}
          {each.reason && `: “${each.reason}”`};{' '}
          {each.failure ??
            `${each.outcome.retired + each.outcome.reclaimed} gone, ${each.outcome.spared} spared`}
        </li>
      ))}
    </ul>
  </details>
);
