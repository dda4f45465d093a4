// Imports the entry named on the command line with every global that a module must leave alone booby-trapped.
// Prints its exports, which globals were read and which were added.

const absentOnServers = [
  'document',
  'window',
  'self',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
];
const absentInSome = ['customElements', 'HTMLElement', 'Worker', 'BroadcastChannel', 'indexedDB', 'caches'];
// What is read on import is missed by whoever replaces it later: fake timers, a mocked fetch.
const replacedInTests = ['fetch', 'setTimeout', 'setInterval', 'clearTimeout', 'performance', 'crypto'];

const read = [];
for (const name of [...absentOnServers, ...absentInSome, ...replacedInTests]) {
  const get = () => {
    read.push(name);
    throw new ReferenceError(`${name} is read on import`);
  };
  Object.defineProperty(globalThis, name, { get, configurable: true });
}

const before = Object.getOwnPropertyNames(globalThis);
const { exports, problem } = await import(process.argv[2]).then(
  (module) => ({ exports: Object.keys(module), problem: null }),
  (error) => ({ exports: [], problem: String(error) }),
);
const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
console.log(JSON.stringify({ problem, exports, read, added }));
