import type { Status } from './model/status.ts';
import { isOver } from './sight.ts';
import { count } from './figures.ts';

/** What to do about it, and where on the page. */
export interface Advice {
  readonly text: string;
  readonly section?: 'cleanup' | 'holders' | 'findings';
}

/** By reason, worst first; the first that is present counts. */
const BY_REASON: readonly (readonly [string, Advice])[] = [
  [
    'database_login_refused',
    { text: 'Nothing to press: check the name and password in the settings, or the role on the server.' },
  ],
  [
    'database_full',
    {
      text: 'Free connections on the server, or raise its limit; the findings name who has them.',
      section: 'findings',
    },
  ],
  [
    'database_unreachable',
    { text: 'Nothing to press: look after the database and the network. The pool comes back by itself.' },
  ],
  [
    'breaker_open',
    { text: 'Nothing to press: the database is tried again, and requests follow when it answers.' },
  ],
  ['database_disk_full', { text: 'Free space on the server’s disk; reading goes on.' }],
  ['database_read_only', { text: 'Look whether the database was demoted; reading goes on.' }],
];

/** What to do; undefined while there is nothing to do. */
export function adviceFor(status: Status): Advice | undefined {
  const known = BY_REASON.find(([reason]) => status.reasons.includes(reason));
  if (known) return known[1];
  const { reclaimable } = status.holders;
  if (reclaimable > 0) {
    const held = count(reclaimable, 'connection');
    return {
      text: `Take back ${held} that ${reclaimable === 1 ? 'is' : 'are'} held without working.`,
      section: 'cleanup',
    };
  }
  if (status.throttling_level === 'NORMAL' || isOver(status)) return undefined;
  return {
    text: 'Frontends have been told to slow down. The findings say what takes the connections.',
    section: 'findings',
  };
}
