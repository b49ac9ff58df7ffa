import type { Role } from '@netstrata/protocol/types';

/** The parts of the settings, each with an address of its own. */
export const SECTIONS = ['account', 'people', 'tokens', 'wall-links', 'hosts'] as const;
export type SectionId = (typeof SECTIONS)[number];

export interface SectionInfo {
  readonly id: SectionId;
  /** Whom it is for. */
  readonly role: Role;
}

/** What is told of a section; unknown names lead to one's own account. */
export const sectionOf = (name: string): SectionInfo => {
  const id = SECTIONS.find((known) => known === name) ?? 'account';
  return { id, role: id === 'account' ? 'viewer' : 'admin' };
};
