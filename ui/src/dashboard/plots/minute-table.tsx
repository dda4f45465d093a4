import type { History } from '../model/history.ts';
import { wordsOf } from './marks.ts';
import { minutesOf } from './minutes.ts';
import type { PlotSpec } from './spec.ts';
import { clock, figure } from '../figures.ts';

/** The plot for those who would rather read: a row a minute. */
export function MinuteTable({ spec, history }: { spec: PlotSpec; history: History }) {
  const { heading, lines, hasMarks } = spec;
  return (
    <table>
      <caption>{heading}: the worst of each minute</caption>
      <thead>
        <tr>
          {['Minute', ...lines.map(({ label }) => label), ...(hasMarks ? ['Marks'] : [])].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {minutesOf(history, lines).map(({ at, worst, marks }) => (
          <tr key={at}>
            <th scope="row">{clock(at)}</th>
            {lines.map(({ label, words }, i) => (
              <td key={label}>{(words ?? figure)(worst[i], history)}</td>
            ))}
            {hasMarks && <td>{marks.map(wordsOf).join(', ') || '–'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
