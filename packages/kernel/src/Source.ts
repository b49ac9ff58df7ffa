import { join } from 'node:path';
import { type FileCalls, ProcFile, type ProcFileOptions } from './ProcFile.ts';

/** Where the kernel's file systems are mounted: a container may see those of its host elsewhere. */
export interface Roots {
  readonly procRoot: string;
  readonly sysRoot: string;
  /** Instead of those of node:fs, which read on the threadpool. */
  readonly calls?: FileCalls | undefined;
}

/** One readable place of the kernel. */
export interface Source<Rows> {
  /** The file or directory it reads. */
  readonly path: string;
  /** Fails with a KernelError; see ProcFile for what a time limit means. */
  readonly read: (timeoutMs: number) => Promise<Rows>;
  readonly close: () => void;
}

export interface FileSourceSpec<Rows> extends ProcFileOptions {
  /** Below procRoot. */
  readonly file: string;
  readonly parse: (text: string) => Rows;
}

/** A source that is one file below /proc. */
export function openFileSource<Rows>(roots: Roots, spec: FileSourceSpec<Rows>): Source<Rows> {
  const { calls = spec.calls } = roots;
  const file = new ProcFile(join(roots.procRoot, spec.file), calls === undefined ? spec : { ...spec, calls });
  return {
    path: file.path,
    read: async (timeoutMs) => spec.parse(await file.read(timeoutMs)),
    close: () => file.close(),
  };
}
