/**
 * What an agent is started by. It prepares the process before any of the agent's own code is loaded, which needs plain
 * JavaScript: the first file with types makes Node load a compiler that stays in memory, 25 MB of it. With the compile
 * cache Node keeps what that compiler made and loads it only after sources have changed.
 */
// Not by import: that reads every export of a built-in module, which loads others.
const { enableCompileCache } = process.getBuiltinModule('node:module');

/** Beside the code that it is made from, with the same owner; a folder that cannot be written costs memory, no more. */
const CACHE = `${import.meta.dirname}/../../../node_modules/.cache/netstrata-agent`;

/**
 * An agent works for some milliseconds each second, and only its walk over the socket table is ever hot. So its young
 * generation is the smallest there is, twice 1 MB instead of up to 32; what is called seldom is not optimised; and what is,
 * by the smaller of two compilers. docs/decisions/0005-agent-cost.md has the figures.
 */
const FLAGS = [
  '--min-semi-space-size=1',
  '--max-semi-space-size=1',
  '--invocation-count-for-maglev=20000',
  '--no-opt',
  '--no-parallel-scavenge',
];

// The same process, executed once more: flags of V8 and capabilities of all threads are safe to set in no other way.
if (!FLAGS.every((flag) => process.execArgv.includes(flag))) {
  const { restart } = await import('./confine.mjs');
  restart([...process.execArgv, ...FLAGS]);
}
// NODE_COMPILE_CACHE has chosen another folder by now, if it is set.
enableCompileCache(CACHE);

await import('./main.ts');
