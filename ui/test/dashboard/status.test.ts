import { expect, it } from 'vitest';
import { parseStatus } from '../../src/dashboard/model/status.ts';
import { STATUS } from './fixture.ts';

it('a status that names its level and has its figures is taken as it is', () => {
  expect(parseStatus(STATUS)).toBe(STATUS);
});

it.each([
  [null],
  [{}],
  [{ ...STATUS, throttling_level: 'FINE' }],
  [{ ...STATUS, pool: undefined }],
  [{ ...STATUS, gate: undefined }],
  [{ ...STATUS, clients: undefined }],
])('%j is no status: the page must say that it knows nothing', (document) => {
  expect(() => parseStatus(document)).toThrow('The status');
});
