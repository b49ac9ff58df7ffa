'use client';
import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

/**
 * A link whose page is fetched ahead once somebody points at it or reaches it by keys. Pages are made anew for each who asks: fetched with all
 * links in sight, each would cost the server a page, and the browser styles that it never uses.
 */
export const MeantLink = (props: ComponentProps<typeof Link>) => {
  const [isMeant, setMeant] = useState(false);
  const mean = () => setMeant(true);
  return <Link {...props} prefetch={isMeant ? null : false} onPointerEnter={mean} onFocus={mean} />;
};
