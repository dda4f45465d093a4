import { createPoolwarden } from 'poolwarden-client';
import * as element from 'poolwarden-client/element';
import * as testing from 'poolwarden-client/testing';

const poolwarden = createPoolwarden({ configUrl: 'https://app.example/config' });
export const asPlatform: typeof fetch = poolwarden.fetch;
export const unsubscribe: () => void = poolwarden.subscribe(() => {});
export const response: Promise<Response> = poolwarden.fetch('/api', {
  method: 'GET',
  poolwarden: { priority: 'background', maxWaitMs: 1000, dedupe: false },
});

// Each line below must be an error: it would be none if the types were missing and all were `any`.

// @ts-expect-error no such priority
void poolwarden.fetch('/api', { poolwarden: { priority: 'now' } });
// @ts-expect-error no such export
void element.missing;
// @ts-expect-error no such export
void testing.missing;
