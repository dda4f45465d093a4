import { cleanUp } from '../client/cleanup.ts';
import type { CleanupAnswer, CleanupReport, CleanupRequest } from '../contract/cleanup.ts';
import type { History } from './model/history.ts';
import type { Analysis, Holder, Session, StormPhase, StormRow } from './model/operators.ts';
import { parseHistory } from './model/parse-history.ts';
import { parseStatus, type Status } from './model/status.ts';

export const BASE = '/api/v1/health/database/';
const STORM = '/api/demo/storm';
const PAGE = 'dashboard';
/** No form of another site can say this, and to who says it the server sends no challenge that makes the browser ask by itself. */
const MARK = { 'X-Requested-With': PAGE };
/** Less than the age at which figures are old: by then the page knows whether it is the server that is silent. */
const TIMEOUT_MS = 4000;
/** Two runs of a minute at the most, and a minute between. */
const STORM_TIMEOUT_MS = 240_000;

const signedIn = (authorization: string): RequestInit => ({
  credentials: 'omit',
  headers: { ...MARK, Authorization: authorization },
});

/** The server answered, and not with what was asked for. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }

  /** Whether a sign-in may help. */
  get isForbidden(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

/** What the page asks of the server, past the limiter: all but the cleanup and the storm is answered from memory. */
export class Server {
  #authorization: string | undefined;

  /** A name and a password are kept for as long as the page is open, and nowhere else. */
  get #credentials(): RequestInit {
    // Without a sign-in of ours the browser may have one, such as a cookie of the application.
    return this.#authorization
      ? signedIn(this.#authorization)
      : { credentials: 'same-origin', headers: MARK };
  }

  /**
   * @throws Refusal when name or password are wrong
   */
  async signIn(name: string, password: string): Promise<Session> {
    const bytes = new TextEncoder().encode(`${name}:${password}`);
    const authorization = `Basic ${btoa(String.fromCharCode(...bytes))}`;
    const session = await this.#get<Session>('session', signedIn(authorization));
    this.#authorization = authorization;
    return session;
  }

  signOut(): void {
    this.#authorization = undefined;
  }

  session = (): Promise<Session> => this.#get('session');
  status = async (): Promise<Status> => parseStatus(await this.#get('status'));
  /** @param after epoch ms: only what came later; all of the last 15 minutes without it */
  history = async (after?: number): Promise<History> =>
    parseHistory(await this.#get(`history?window=15m${after === undefined ? '' : `&after=${after}`}`));
  holders = async (): Promise<readonly Holder[]> =>
    (await this.#get<{ holders: readonly Holder[] }>('holders')).holders;
  analysis = (): Promise<Analysis> => this.#get('analysis');
  audit = async (): Promise<readonly CleanupReport[]> =>
    (await this.#get<{ cleanups: readonly CleanupReport[] }>('audit')).cleanups;
  forceCleanup = (request: CleanupRequest): Promise<CleanupAnswer> =>
    cleanUp(fetch, new URL(`${BASE}force-cleanup`, location.href), PAGE, request, this.#credentials);

  /** @throws Refusal with 404 where there is no example workload */
  stormPhase = (): Promise<StormPhase> => this.#get(STORM);

  async storm(): Promise<readonly StormRow[]> {
    const answer = await this.#get<{ rows: readonly StormRow[] }>(
      STORM,
      { ...this.#credentials, method: 'POST' },
      STORM_TIMEOUT_MS,
    );
    return answer.rows;
  }

  async #get<T>(path: string, init: RequestInit = this.#credentials, timeoutMs = TIMEOUT_MS): Promise<T> {
    const url = path.startsWith('/') ? path : BASE + path;
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { cache: 'no-store', signal, ...init });
    if (response.ok) return (await response.json()) as T;
    const problem = (await response.json().catch(() => ({}))) as { detail?: string; title?: string };
    throw new Refusal(
      response.status,
      problem.detail ?? problem.title ?? `The server answered ${response.status}`,
    );
  }
}
