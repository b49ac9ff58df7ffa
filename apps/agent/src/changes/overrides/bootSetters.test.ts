import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch } from '../testing/keeperRig.ts';
import { bootSetters } from './bootSetters.ts';

const SOMAXCONN = 'net.core.somaxconn';
const RMEM = 'net.core.rmem_max';

test('every file that sets a sysctl is told, the one that counts last, and tuned behind them', () => {
  const root = scratch();
  const files = {
    'etc/sysctl.d/10-early.conf': `${SOMAXCONN} = 1\n${SOMAXCONN}=2`,
    'etc/sysctl.d/90-netstrata.conf': `${SOMAXCONN} = 3`,
    'usr/lib/sysctl.d/50-default.conf': 'net/core/rmem_max = 8',
    'etc/sysctl.conf': `${SOMAXCONN} = 4`,
    'etc/tuned/active_profile': 'mine',
    'etc/tuned/mine/tuned.conf': `[sysctl]\n${SOMAXCONN}=>5`,
    'srv/kept.conf': `${RMEM} = 7`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const sysctl = {
    folders: [join(root, 'etc/sysctl.d'), join(root, 'usr/lib/sysctl.d')],
    conf: join(root, 'etc/sysctl.conf'),
  };
  const tuned = { active: join(root, 'etc/tuned/active_profile'), folders: [join(root, 'etc/tuned')] };
  const told = (file: string) =>
    bootSetters([SOMAXCONN, RMEM, 'fs.file-max'], { file: join(root, file), sysctl, tuned });
  const shown = (file: string, name: string) =>
    told(file)
      .get(name)
      ?.map(({ kind, from, value }) => `${kind} ${from.replace(root, '')} ${value}`);
  expect(shown('etc/sysctl.d/90-netstrata.conf', SOMAXCONN)).toEqual([
    'file /etc/sysctl.d/10-early.conf 2',
    'file /etc/sysctl.d/90-netstrata.conf 3',
    'file /etc/sysctl.conf 4',
    'tuned mine at least 5',
  ]);
  expect(shown('srv/kept.conf', RMEM)).toEqual(['file /srv/kept.conf 7', 'file /usr/lib/sysctl.d/50-default.conf 8']);
  expect(shown('srv/none.conf', 'fs.file-max')).toEqual([]);
});
