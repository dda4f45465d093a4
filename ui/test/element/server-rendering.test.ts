import { expect, it } from 'vitest';

it('importing and defining the element on a server throws nothing and leaves the globals alone', async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  expect(before).not.toContain('customElements');
  const { defineStatusElement } = await import('../../src/element/index.ts');
  expect(() => defineStatusElement()).not.toThrow();
  expect(Object.getOwnPropertyNames(globalThis)).toEqual(before);
});
