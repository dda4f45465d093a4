export { createFakeClock, settle } from './fake-clock.ts';
export type { FakeClock } from './fake-clock.ts';
export { createFakeServer, fakeConfig, fakeRefusal } from './fake-server.ts';
export type { FakeServer, Respond } from './fake-server.ts';
