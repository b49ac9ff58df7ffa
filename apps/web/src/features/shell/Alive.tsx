'use client';
import { useEffect } from 'react';

/** Marks a page whose scripts have come. */
export const Alive = () => {
  useEffect(() => {
    document.documentElement.dataset['alive'] = 'true';
  }, []);
  return null;
};
