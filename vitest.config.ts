import { defineConfig } from 'vitest/config';

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
          // A busy machine is slow: time is no verdict.
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['packages/lab/src/**/*.lab.test.ts'],
          pool: 'forks',
          // Nearly all of the time is waiting for evidence: more of them than cores, and few enough that ticks are on time.
          maxWorkers: 8,
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
