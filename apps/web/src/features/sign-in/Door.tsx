'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ThemeToggle } from '../../theme/ThemeToggle.tsx';
import { DoorFrame } from './DoorFrame.tsx';

interface DoorProps {
  readonly title: string;
  readonly about?: ReactNode;
  readonly children: ReactNode;
}

/** What people see who are not in yet. */
export const Door = (card: DoorProps) => (
  <DoorFrame {...card} product={useTranslations('shell')('product')} aside={<ThemeToggle />} />
);
