import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` needs nothing but Node; `kernel` reads the running Linux kernel and makes its own traffic
 * in its own network namespaces, so its files (`*.kernel.test.ts`) run one after another.
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
          exclude: ['**/node_modules/**', '**/.next/**', '**/*.kernel.test.ts'],
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
    ],
  },
});
