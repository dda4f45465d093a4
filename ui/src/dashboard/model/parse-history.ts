import { COLUMNS, type History, type Mark } from './history.ts';

/** An hour of seconds and the ring of marks: more is not from this server. */
const MOST_SAMPLES = 3600;
const MOST_MARKS = 200;

/**
 * Reads the answer of `GET /history`. Unknown members and unknown kinds of marks are left out: a newer server may send
 * more.
 *
 * @throws TypeError naming the first member that is missing or not what it should be
 */
export function parseHistory(document: unknown): History {
  const { instance, step_ms, levels, thresholds_percent, at_ms, marks, ...rest } = Object(document);
  want('instance', typeof instance === 'string' && instance !== '');
  want('step_ms', isTime(step_ms) && step_ms > 0);
  want('levels', isList(levels, 20) && levels.every(isText));
  want('thresholds_percent', isList(thresholds_percent, 19) && thresholds_percent.every(Number.isFinite));
  want('at_ms', isList(at_ms, MOST_SAMPLES) && at_ms.every(isLater));
  want('marks', isList(marks, MOST_MARKS) && marks.every(isMark));
  const columns = COLUMNS.map((name) => {
    want(name, isList(rest[name], MOST_SAMPLES) && rest[name].length === at_ms.length);
    want(name, rest[name].every(name === 'level' ? (value: unknown) => isIndex(value, levels) : isFigure));
    return [name, rest[name]];
  });
  return {
    instance,
    step_ms,
    levels,
    thresholds_percent,
    at_ms,
    ...Object.fromEntries(columns),
    marks: marks.filter(isKnown),
  };
}

function want(member: string, isGood: boolean): void {
  if (!isGood) throw new TypeError(`History refused for ${member}`);
}

const isText = (value: unknown) => typeof value === 'string';
const isTime = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const isFigure = (value: unknown) => value === null || (Number.isFinite(value) && Number(value) >= 0);
const isIndex = (value: unknown, list: unknown[]) =>
  value === null || (Number.isSafeInteger(value) && Number(value) in list);
const isLater = (at: unknown, i: number, all: unknown[]) =>
  isTime(at) && (i === 0 || Number(at) > Number(all[i - 1]));

function isList(value: unknown, most: number): value is any[] {
  return Array.isArray(value) && value.length <= most;
}

function isMark(mark: Partial<Mark> | null): boolean {
  return isTime(mark?.at_ms) && isText(mark?.kind) && isText(mark?.what);
}

function isKnown({ kind }: Mark): boolean {
  return kind === 'breaker' || kind === 'cleanup';
}
