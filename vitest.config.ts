import { defineConfig } from 'vitest/config';

/** A busy machine is slow, and time is no verdict: a wait ends when what it waits for is there, so that only a failure takes as long. */
const PATIENCE = {
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 60_000 } },
};

/**
 * Three projects: `unit` needs nothing but Node; `kernel` reads the running Linux kernel and makes its own traffic
 * in its own network namespaces, so its files (`*.kernel.test.ts`) run one after another; `lab` runs the product in
 * namespaces of its own and waits for its advice, so some of its files (`*.lab.test.ts`) run side by side.
 */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          maxWorkers: '100%',
          ...PATIENCE,
          include: ['{apps,packages}/**/*.test.ts', 'prisma-free-db/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/.next/**', '**/*.{kernel,lab}.test.ts'],
        },
      },
      {
        test: {
          name: 'kernel',
          include: ['{apps,packages}/**/*.kernel.test.ts', 'prisma-free-db/**/*.kernel.test.ts'],
          exclude: ['**/node_modules/**', '**/.next/**'],
          pool: 'forks',
          fileParallelism: false,
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['packages/lab/src/**/*.lab.test.ts'],
          pool: 'forks',
          // Nearly all of the time is waiting for evidence: more of them than cores, and few enough that ticks are on time.
          maxWorkers: 8,
          ...PATIENCE,
          // They wait for advice to open and to close, some of them several times.
          testTimeout: 900_000,
        },
      },
    ],
  },
});
