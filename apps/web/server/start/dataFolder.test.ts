import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resources } from '../testing/resources.ts';
import { loadAgentToken } from './agentToken.ts';
import { openDataFolder } from './dataFolder.ts';

const use = resources();

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('openDataFolder', () => {
  it('makes it for its owner alone, folders above it included', () => {
    const folder = use.folder();
    const path = join(folder, 'a', 'b');
    openDataFolder(path);
    expect(modeOf(path)).toBe('700');
  });

  it('leaves the mode of one that is there', () => {
    const folder = use.folder();
    const path = join(folder, 'shared');
    mkdirSync(path);
    chmodSync(path, 0o755);
    openDataFolder(path);
    expect(modeOf(path)).toBe('755');
  });

  it('says in a sentence why it cannot be used', () => {
    const folder = use.folder();
    const path = join(folder, 'file');
    writeFileSync(path, '');
    expect(() => openDataFolder(path)).toThrow(
      `The data folder ${path} cannot be used, it is a file: choose another with --data or NETSTRATA_DATA.`,
    );
    expect(() => openDataFolder(join(path, 'below'))).toThrow('a part of the path is a file');
  });
});

describe('loadAgentToken', () => {
  it('makes 32 random bytes once and keeps them, for the owner alone', () => {
    const folder = use.folder();
    const token = loadAgentToken(folder);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(modeOf(join(folder, 'agent.token'))).toBe('600');
    expect(readFileSync(join(folder, 'agent.token'), 'utf8')).toBe(`${token}\n`);
    expect(loadAgentToken(folder)).toBe(token);
    expect(readdirSync(folder)).toEqual(['agent.token']);
    const other = use.folder();
    expect(loadAgentToken(other)).not.toBe(token);
  });

  it('takes rights away that others have on it', () => {
    const folder = use.folder();
    loadAgentToken(folder);
    chmodSync(join(folder, 'agent.token'), 0o644);
    loadAgentToken(folder);
    expect(modeOf(join(folder, 'agent.token'))).toBe('600');
  });

  it('does not start with a damaged one', () => {
    const folder = use.folder();
    writeFileSync(join(folder, 'agent.token'), 'short\n');
    expect(() => loadAgentToken(folder)).toThrow('is damaged: remove it and start again');
  });
});
