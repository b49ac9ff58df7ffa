/**
 * What an agent is started by. It prepares the runtime before any of the agent's own code is loaded, which needs plain
 * JavaScript: the first file with types makes Node load a compiler that stays in memory, 25 MB of it. With the compile
 * cache Node keeps what that compiler made and loads it only after sources have changed.
 */
// Not by import: that reads every export of a built-in module, which loads others.
const { enableCompileCache } = process.getBuiltinModule('node:module');
const { setFlagsFromString } = process.getBuiltinModule('node:v8');

/** Beside the code that it is made from, with the same owner; a folder that cannot be written costs memory, no more. */
const CACHE = `${import.meta.dirname}/../../../node_modules/.cache/netstrata-agent`;

/**
 * An agent works for some milliseconds each second, and only its walk over the socket table is ever hot. So its young
 * generation stays at its first size instead of growing to 32 MB; what is called seldom is not optimised; and what is, by
 * the smaller of two compilers. docs/decisions/0005-agent-cost.md has the figures. Nothing here may change how a
 * compilation that has begun goes on: the smaller compiler is at work by now, and flags that move its steps from one
 * thread to another (--no-maglev-build-code-on-background) end the process, about once in a hundred starts.
 */
const V8_FLAGS = [
  '--semi-space-growth-factor=1',
  '--invocation-count-for-maglev=20000',
  '--no-opt',
  '--no-parallel-scavenge',
];
for (const flag of V8_FLAGS) setFlagsFromString(flag);
// NODE_COMPILE_CACHE has chosen another folder by now, if it is set.
enableCompileCache(CACHE);

await import('./main.ts');
