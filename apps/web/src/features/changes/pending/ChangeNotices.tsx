'use client';
import dynamic from 'next/dynamic';
import { useHost } from '../../connection/live.ts';
import type { NoticesProps } from './NoticeList.tsx';

const NoticeList = dynamic(() => import('./NoticeList.tsx'), { ssr: false });

/** What waits for a decision on a host. It names what a change was measured by, so the texts of all metrics come with it: loaded when there is a change. */
export const ChangeNotices = (props: NoticesProps) =>
  useHost(props.hostId, (host) => (host.changes?.length ?? 0) > 0) && <NoticeList {...props} />;
