import { expect, it } from 'vitest';
import { fetchStatus } from '../../src/dashboard/status.ts';

const fetching = (response: Response) => fetchStatus(async () => response, '/status');

it('the status goes on to the page whole', async () => {
  const wire = { throttling_level: 'NORMAL', reasons: ['usage'], pool: { in_use: 7 }, newer_field: 1 };
  expect(await fetching(Response.json(wire))).toEqual(wire);
});

it.each([
  ['an error', () => Response.json({ throttling_level: 'NORMAL' }, { status: 500 })],
  ['an unknown level', () => Response.json({ throttling_level: 'CALM' })],
  ['no object', () => Response.json(null)],
  ['no JSON', () => new Response('<html>')],
])('%s is no status: unknown is never shown as healthy', async (_, response) => {
  await expect(fetching(response())).rejects.toThrow();
});
