import { expect, onTestFinished, type TestContext } from 'vitest';
import { openKernel } from '../openKernel.ts';
import type { Commands, Companion } from './commands.ts';

/** A network namespace in which nothing happens but what a test does, and what the product reads there. */
export interface QuietNamespace {
  readonly inhabitant: Companion;
  /** What a command prints there. */
  readonly inside: (command: readonly string[], env?: Readonly<Record<string, string>>) => string;
  /** One process for many commands of a shell. */
  readonly script: (...lines: string[]) => string;
  /** A further process that lives there. */
  readonly settle: () => Companion;
  readonly sources: ReturnType<typeof openKernel>['sources'];
}

/** Makes one, which goes with the test. Skips the test, with the reason, where none can be made. */
export async function quietNamespace(context: TestContext, commands: Commands): Promise<QuietNamespace> {
  commands.needNamespaces(context);
  const inhabitant = commands.companion(['unshare', '--net']);
  const enter = ['nsenter', '--net', '--target', String(inhabitant.pid)];
  const inside: QuietNamespace['inside'] = (command, env) => commands.output(context, [...enter, ...command], env);
  // A process sees /proc/net of its own namespace; under its directory everyone else does.
  const kernel = openKernel({ procRoot: `/proc/${inhabitant.pid}` });
  onTestFinished(() => kernel.close());
  expect(await inhabitant.ask('ready')).toBe('ready');
  return {
    inhabitant,
    inside,
    script: (...lines) => inside(['bash', '-ec', lines.join('\n')]),
    settle: () => commands.companion(enter),
    sources: kernel.sources,
  };
}
