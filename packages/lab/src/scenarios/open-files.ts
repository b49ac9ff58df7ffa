import { readdirSync, readFileSync } from 'node:fs';
import type { Scenario } from '../scenario/types.ts';

const MOST_OPEN: Scenario['sign'] = {
  what: 'open files of a process of this host, in percent of its limit',
  read: async ({ here }) => {
    const { stdout } = await here.exec('ip', ['netns', 'pids', here.name]);
    const shares = stdout
      .split('\n')
      .filter(Boolean)
      .map((pid) => shareOf(`/proc/${pid}`));
    return Math.round(100 * Math.max(0, ...shares));
  },
  least: 85,
};

const shareOf = (folder: string): number => {
  try {
    const limit = /^Max open files +(\d+)/m.exec(readFileSync(`${folder}/limits`, 'utf8'))?.[1];
    return readdirSync(`${folder}/fd`).length / Number(limit);
  } catch {
    return 0;
  }
};

export const openFiles: Scenario = {
  name: 'open-files',
  purpose: 'A program has nearly as many files open as it may: soon it cannot accept connections.',
  opens: ['app-fd-limit'],
  lookAlike: 'A program with half of its files left.',
  sign: MOST_OPEN,
  make: async (stage) => {
    await stage.start('openFiles', { limit: 256, share: 0.95 });
  },
  makeLookAlike: async (stage) => {
    await stage.start('openFiles', { limit: 256, share: 0.5 });
  },
};
