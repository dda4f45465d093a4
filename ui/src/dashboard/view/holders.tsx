import type { Holder } from '../model/operators.ts';
import { duration, plain } from '../words.ts';

const SHOWN = 8;

/** Who has held a connection the longest, and what the server says it does. */
export function Holders({ holders }: { holders: readonly Holder[] | undefined }) {
  return (
    <section class="holders" aria-labelledby="holders">
      <h2 id="holders">Oldest holders</h2>
      {!holders ? (
        <p class="note">Sign in to see who holds connections.</p>
      ) : holders.length === 0 ? (
        <p class="note">Nobody holds a connection.</p>
      ) : (
        <HolderTable holders={holders} />
      )}
    </section>
  );
}

const HolderTable = ({ holders }: { holders: readonly Holder[] }) => (
  <div class="scroll" tabIndex={0} role="region" aria-label="Oldest holders, table">
    <table>
      <thead>
        <tr>
          <th scope="col">Held by</th>
          <th scope="col">For</th>
          <th scope="col">The server says</th>
          <th scope="col">Process</th>
        </tr>
      </thead>
      <tbody>
        {holders.slice(0, SHOWN).map((each) => (
          <tr key={each.pid} data-evidence={each.evidence ?? undefined}>
            <th scope="row">{each.call_site}</th>
            <td>{duration(each.held_ms)}</td>
            <td>
              {plain(each.state)}
              {each.idle_ms !== null && each.state !== 'working' && ` for ${duration(each.idle_ms)}`}
              {each.evidence && <strong> may be taken back</strong>}
            </td>
            <td>{each.pid}</td>
          </tr>
        ))}
      </tbody>
    </table>
    {holders.length > SHOWN && <p class="note">and {holders.length - SHOWN} more</p>}
  </div>
);
