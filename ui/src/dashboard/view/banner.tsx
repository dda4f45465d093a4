import { adviceFor } from '../advice.ts';
import { ageOf, isOver, levelOf, type Sight } from '../sight.ts';
import { duration, LEVEL_IN_WORDS, reasonInWords, timeOf } from '../words.ts';
import { Icon, type Mark } from './icon.tsx';

interface Seen {
  readonly sight: Sight;
  /** Epoch ms. */
  readonly now: number;
}

/** What is wrong, why, since when, how old that is, and what to do: to be read in five seconds. */
export function Banner({ sight, now }: Seen) {
  const mark: Mark = levelOf(sight, now);
  const word = mark === 'UNKNOWN' ? 'No fresh data' : LEVEL_IN_WORDS[mark];
  return (
    <section class="banner" data-level={mark} aria-labelledby="banner">
      <h2 id="banner" class="unseen">
        Now
      </h2>
      <Icon of={mark} />
      <div class="verdict">
        <p class="level" data-testid="level">
          {mark}
        </p>
        <p class="word">{word}</p>
      </div>
      <div class="story">
        {mark === 'UNKNOWN' ? <Silence sight={sight} now={now} /> : <Story sight={sight} now={now} />}
      </div>
      {/* Both are there from the beginning, or their first words would not be read out; figures are never read out. */}
      <p class="unseen" role="status">
        {mark !== 'EMERGENCY' && `Level ${mark}: ${word}`}
      </p>
      <p class="unseen" role="alert">
        {mark === 'EMERGENCY' && `Level ${mark}: ${word}`}
      </p>
    </section>
  );
}

function Story({ sight, now }: Seen) {
  const status = sight.status!;
  const advice = adviceFor(status);
  const since = Date.parse(status.since);
  const reasons = status.reasons.map(reasonInWords).join('; ') || 'connections are to be had';
  const why = isOver(status)
    ? `it is over, and the level waits whether it stays so. It was: ${reasons}`
    : reasons;
  return (
    <>
      <p class="why" data-testid="why">
        {why.charAt(0).toUpperCase() + why.slice(1)}.
      </p>
      <p>
        Since <time dateTime={status.since}>{timeOf(since, now)}</time>, for {duration(now - since)}
      </p>
      {advice && (
        <p class="advice" data-testid="advice">
          {advice.section ? <a href={`#${advice.section}`}>{advice.text}</a> : advice.text}
        </p>
      )}
      <p class="age">
        Measured <span data-testid="age">{duration(ageOf(sight, now) ?? 0)}</span> ago
      </p>
    </>
  );
}

function Silence({ sight, now }: Seen) {
  const { status, failingSince, isClosed } = sight;
  const age = ageOf(sight, now);
  return (
    <>
      <p class="why" data-testid="why">
        {isClosed
          ? 'These figures are for operators: sign in to see them.'
          : failingSince
            ? `The server has not answered for ${duration(age ?? now - failingSince)}; this page keeps trying.`
            : age === undefined
              ? 'Asking the server …'
              : 'The server answers, but its monitor takes no samples.'}
      </p>
      {status && age !== undefined && (
        <p data-testid="last-known">
          Last known {duration(age)} ago: {status.throttling_level}
        </p>
      )}
    </>
  );
}
