import type { Snapshot } from '../../feed/snapshot.ts';
import type { Sight } from '../sight.ts';
import { count } from '../figures.ts';
import { Figure } from './pool.tsx';

/** The throttling config that frontends get, as this page's own client got it, and how many know it. */
export function Told({ snapshot, sight }: { snapshot: Snapshot; sight: Sight }) {
  const { config, source } = snapshot;
  const clients = sight.status?.clients;
  return (
    <section class="told" aria-labelledby="told">
      <h2 id="told">Clients are told</h2>
      <dl class="figures">
        <Word name="Level" id="told-level" value={config.throttling_level} />
        <Figure name="Requests at once" id="told-concurrent" value={config.max_concurrent_requests} />
        <Figure name="Requests a minute" id="told-rate" value={config.max_requests_per_minute} />
        <Figure name="Delay" id="told-delay" value={config.request_delay_ms} unit="ms" />
        <Word name="Breaker" id="told-breaker" value={config.circuit_breaker_open ? 'open' : 'closed'} />
        <Word name="Emergency" id="told-emergency" value={config.emergency_mode_active ? 'on' : 'off'} />
      </dl>
      <p class="note" data-testid="clients">
        {clients
          ? `${count(clients.polled_last_minute, 'frontend')} asked in the last minute; ${clients.in_sync} of them ${clients.in_sync === 1 ? 'knows' : 'know'} the present config.`
          : 'How many asked is not known.'}
        {source !== 'server' && ' This page has not heard from the server and goes by its own caution.'}
      </p>
    </section>
  );
}

const Word = ({ name, id, value }: { name: string; id: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd class="word" data-testid={id}>
      {value}
    </dd>
  </div>
);
