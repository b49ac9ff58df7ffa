import type { InetSocketDetail, Skmem, TcpInfo } from '@netstrata/kernel/types';
import type { SocketField, SocketNaming } from './types.ts';

export type FieldText = Pick<SocketField, 'group' | 'title' | 'help' | 'kernelName' | 'unit' | 'kind'>;

type Numbers<T> = { [K in keyof T]-?: NonNullable<T[K]> extends number ? K : never }[keyof T] & string;

/** A field of struct tcp_info. Of a listener the kernel fills few, some with other meanings: it has none. */
export function tcpField(id: Numbers<TcpInfo>, text: FieldText): SocketField {
  return madeTcpField(id, text, (info) => info[id]);
}

/** One that is made of struct tcp_info. */
export function madeTcpField(
  id: string,
  text: FieldText,
  pick: (info: TcpInfo, inet: InetSocketDetail) => ReturnType<SocketField['pick']>,
): SocketField {
  return inetField(id, text, (inet) => {
    const { tcpInfo, state } = inet;
    return tcpInfo === undefined || state === 'listen' ? undefined : pick(tcpInfo, inet);
  });
}

/** Of TCP, UDP, raw and MPTCP sockets. */
export function inetField(
  id: string,
  text: FieldText,
  pick: (inet: InetSocketDetail, naming: SocketNaming) => ReturnType<SocketField['pick']>,
): SocketField {
  return { ...text, id, pick: (socket, naming) => ('inet' in socket ? pick(socket.inet, naming) : undefined) };
}

/** A word of SK_MEMINFO, which sockets of every kind have. */
export function memoryField(id: keyof Skmem, text: FieldText): SocketField {
  return {
    ...text,
    id,
    pick: (socket) => {
      const { skmem } = 'inet' in socket ? socket.inet : 'unix' in socket ? socket.unix : socket.packet;
      return skmem?.[id];
    },
  };
}
