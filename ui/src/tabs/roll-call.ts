import type { Alarms } from './alarms.ts';

/** How long whoever is alive may take to say so. A busy page answers late, and then loses its turn. */
const ANSWER_WITHIN_MS = 3000;

/**
 * Takes the locks of pages that hold some and do not answer: frozen ones, which could not let go of them in time. Pages
 * are told by the lock `tab:` that each holds for as long as it lives.
 *
 * @param ask asks all to say who they are; the answers are in `present` when the time is over
 */
export async function callTheRoll(
  prefix: string,
  ask: () => void,
  present: ReadonlySet<string>,
  alarms: Alarms,
  signal: AbortSignal,
): Promise<void> {
  const ours = async () => {
    const { held = [] } = await navigator.locks.query();
    return held.filter(({ name }) => name!.startsWith(prefix));
  };
  // One at a time, or the second would take what the first has just freed for others.
  await navigator.locks.request(`${prefix}roll-call`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const before = await ours();
    ask();
    await alarms.sleep(ANSWER_WITHIN_MS, signal);
    if (signal.aborted) return;
    const now = await ours();
    const alive = new Set(
      now
        .filter(({ name }) => present.has(name!.slice(`${prefix}tab:`.length)))
        .map(({ clientId }) => clientId),
    );
    const wereThere = before.map(({ clientId }) => clientId);
    const isLeft = ({ clientId, name, mode }: LockInfo) =>
      wereThere.includes(clientId) &&
      !alive.has(clientId) &&
      mode === 'exclusive' &&
      !name!.startsWith(`${prefix}tab:`);
    // Twice: a page that hangs may also have been first in line for what it holds.
    for (let round = 0; round < 2; round++) {
      const left = (await ours()).filter(isLeft);
      await Promise.all(left.map(({ name }) => navigator.locks.request(name!, { steal: true }, () => {})));
    }
  });
}
