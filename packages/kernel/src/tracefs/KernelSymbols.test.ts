import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { kernelSymbols, SymbolSearch } from './KernelSymbols.ts';

const TEXT = [
  '0000000000000000 A fixed_percpu_data',
  'ffffffff81000000 T _text',
  'ffffffff81000000 T _stext',
  'ffffffff81000100 t tcp_v4_rcv',
  'ffffffff81000400 T tcp_v4_do_rcv',
  'ffffffffc0000000 t nf_hook\t[nf_tables]',
  'ffffffffa0000000 t vx_rcv\t[vxlan]',
  '',
].join('\n');
const LOW = 0xffff_8100_0000;

const names = (found: ReadonlyMap<number, { readonly name: string; readonly module: string | undefined }>) =>
  Object.fromEntries(
    [...found].map(([at, { name, module }]) => [at.toString(16), module ? `${name} ${module}` : name]),
  );

it('the function before each address, in any order and module', () => {
  const search = new SymbolSearch([0xffff_c000_0010, LOW + 0x199, LOW + 0x150, LOW, 0xffff_a000_0001, LOW + 0x150]);
  expect(search.take(Buffer.from(TEXT))).toBe(TEXT.length);
  expect(names(search.found())).toEqual({
    ffff81000000: '_text+0x0',
    ffff81000150: 'tcp_v4_rcv+0x50',
    ffff81000199: 'tcp_v4_rcv+0x99',
    ffffa0000001: 'vx_rcv+0x1 vxlan',
    ffffc0000010: 'nf_hook+0x10 nf_tables',
  });
});

it('an address before all symbols, or far behind one, has no name', () => {
  const search = new SymbolSearch([5, LOW + 0x400 + 1024 * 1024, LOW + 0x400 + 1024 * 1024 - 1]);
  search.take(Buffer.from(TEXT));
  expect(names(search.found())).toEqual({ ffff811003ff: 'tcp_v4_do_rcv+0xfffff' });
});

it('hidden addresses and broken lines name nothing', () => {
  const search = new SymbolSearch([LOW + 0x150]);
  search.take(Buffer.from('0000000000000000 T tcp_v4_rcv\nffffffff8100zz00 T x\nffffffff81000100\n\n8100 T y\n'));
  expect(search.found().size).toBe(0);
});

it('lines may be cut anywhere between two reads', () => {
  for (let cut = 0; cut <= TEXT.length; cut++) {
    const search = new SymbolSearch([LOW + 0x150, 0xffff_c000_0010]);
    const bytes = Buffer.from(TEXT);
    const used = search.take(bytes.subarray(0, cut));
    search.take(bytes.subarray(used));
    expect(names(search.found())).toEqual({ ffff81000150: 'tcp_v4_rcv+0x50', ffffc0000010: 'nf_hook+0x10 nf_tables' });
  }
});

it('a file longer than a piece, with a line longer than any', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-kallsyms-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'kallsyms');
  const many = Array.from(
    { length: 5000 },
    (_, at) => `${(0xffff_ffff_8000_0000n + BigInt(at) * 16n).toString(16)} t f${at}\n`,
  );
  writeFileSync(path, `${many.join('')}${'x'.repeat(200_000)}\n${TEXT}`);
  const found = await kernelSymbols([0xffff_8000_0000 + 4321 * 16 + 3, LOW + 0x150], path);
  expect(names(found)).toEqual({ ffff80010e13: 'f4321+0x3', ffff81000150: 'tcp_v4_rcv+0x50' });
  await expect(kernelSymbols([1], join(folder, 'none'))).rejects.toMatchObject({ code: 'not-found' });
});
