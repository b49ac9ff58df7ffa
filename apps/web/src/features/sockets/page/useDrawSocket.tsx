import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { endText, hasPeer, type TableSocket } from '../sockets.ts';
import { columnOf, type TableColumn } from './columns.tsx';
import type { DrawRow } from './GridRow.tsx';

const CARD_NUMBERS = ['recvQ', 'sendQ', 'rate'] as const satisfies readonly TableColumn[];

/** How sockets are drawn. */
export const useDrawSocket = (): DrawRow => {
  const t = useTranslations('sockets');
  return useMemo(
    () => ({
      cell: (row, column) => columnOf(column as TableColumn).cell(row as TableSocket, t),
      cardPx: 96,
      card: (row) => {
        const socket = row as TableSocket;
        return (
          <>
            <div>
              <span className="truncate text-sm">{columnOf('process').cell(socket, t)}</span>
              <span className="ml-auto">{columnOf('state').cell(socket, t)}</span>
            </div>
            <div className="text-soft">
              <span className="truncate">{endText(socket.local, socket.localPort)}</span>
              {hasPeer(socket) && <span className="truncate">→ {endText(socket.remote ?? '', socket.remotePort)}</span>}
            </div>
            <div>
              {CARD_NUMBERS.map((column) => (
                <span key={column}>
                  <span className="text-2xs text-faint">{t(`columns.${column}`)}</span>{' '}
                  {columnOf(column).cell(socket, t)}
                </span>
              ))}
            </div>
            <div className="text-soft">
              <span className="truncate">{columnOf('limit').cell(socket, t)}</span>
            </div>
          </>
        );
      },
    }),
    [t],
  );
};
