import type { Finding } from '../model/operators.ts';
import { Icon, type Mark } from './icon.tsx';

const MARKS: Readonly<Record<string, Mark>> = {
  critical: 'EMERGENCY',
  warning: 'AGGRESSIVE',
  info: 'MODERATE',
};

/** What the server makes of it: in order of weight, with evidence and remedy. */
export function Findings({ findings }: { findings: readonly Finding[] | undefined }) {
  return (
    <section class="findings" aria-labelledby="findings" data-testid="findings">
      <h2 id="findings">Findings</h2>
      {!findings ? (
        <p class="note">Sign in to see what the figures mean.</p>
      ) : findings.length === 0 ? (
        <p class="note">Nothing is wrong that can be seen from here.</p>
      ) : (
        <ol>
          {findings.map((each) => (
            <li key={each.code + each.title} data-severity={each.severity}>
              <h3>
                <Icon of={MARKS[each.severity] ?? 'MODERATE'} />
                <span class="unseen">{each.severity}: </span>
                <span class="title">{each.title}</span>
              </h3>
              <p>{each.evidence}</p>
              <p class="remedy">{each.remedy}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
