import { useEffect, useState } from 'preact/hooks';
import type { ConfigFeed } from '../../feed/config-feed.ts';
import { systemTime } from '../../time.ts';
import type { Observer } from '../observer.ts';
import { Plots } from '../plots/plots.tsx';
import type { Server } from '../server.ts';
import { isStale, levelOf, type Sight } from '../sight.ts';
import { useTheme } from '../theme.ts';
import { whileVisible } from '../while-visible.ts';
import { timeOf } from '../words.ts';
import { Banner } from './banner.tsx';
import { Cleanup } from './cleanup.tsx';
import { Findings } from './findings.tsx';
import { Holders } from './holders.tsx';
import { Flow, PoolBar } from './pool.tsx';
import { SignIn } from './sign-in.tsx';
import { Storm } from './storm.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { Told } from './told.tsx';

/** Ages move on also while the server is silent. */
const AGES_EVERY_MS = 500;

interface PageProps {
  readonly observer: Observer;
  readonly server: Server;
  readonly feed: ConfigFeed;
}

/** The operators' page, in the order in which it is read at 3 am. */
export function Page({ observer, server, feed }: PageProps) {
  const [now, setNow] = useState(systemTime.now());
  const [theme, choose, shown] = useTheme();
  useEffect(() => {
    const refresh = () => setNow(systemTime.now());
    whileVisible(document, systemTime, AGES_EVERY_MS, async () => refresh());
    return observer.subscribe(refresh);
  }, [observer]);

  const { sight } = observer;
  useEffect(() => {
    document.title = `${levelOf(sight, now)} · Poolwarden`;
  });
  const { session, holders, findings, audit, history } = sight;
  return (
    <>
      <header>
        <h1>Poolwarden</h1>
        <p class="instance">{history && `instance ${history.instance}`}</p>
        <ThemeSwitch theme={theme} choose={choose} />
        <SignIn
          session={session}
          signIn={(name, password) => observer.signIn(name, password)}
          signOut={() => observer.signOut()}
        />
      </header>
      <main data-stale={isStale(sight, now)}>
        <Banner sight={sight} now={now} />
        <Restart restart={sight.restart} now={now} />
        <PoolBar sight={sight} />
        <Flow sight={sight} />
        <Told snapshot={feed.snapshot()} sight={sight} />
        {history && <Plots history={history} theme={shown} />}
        <Holders holders={holders} />
        <Findings findings={findings} />
        <Cleanup
          key={session?.operator}
          operator={session?.operator}
          audit={audit}
          now={now}
          ask={server.forceCleanup}
          onDone={() => void observer.lookAfreshAsOperator()}
        />
        {session?.operator && <Storm server={server} />}
      </main>
    </>
  );
}

const Restart = ({ restart, now }: { restart: Sight['restart']; now: number }) => (
  <p role="status" class="restart" data-testid="restart">
    {restart &&
      `The server restarted at ${timeOf(restart.at, now)}: instance ${restart.from} became ${restart.to}.`}
  </p>
);
