import type { DropTexts } from '../../types.ts';

const KEYS = '让两端对该地址和端口使用同一密钥，时钟和密钥编号一致；BGP 守护进程的日志会写出对端。';
const CHECKSUM =
  '查找路径上坏的网线、光模块、内存或驱动。都来自同一设备时，试试关闭其接收校验和卸载（ethtool -K DEV rx off）。';

export const TCP_REASONS: DropTexts = {
  TCP_CSUM: ['TCP 校验和错误：报文段在途中损坏。', CHECKSUM],
  UDP_CSUM: ['UDP 校验和错误：数据报在途中损坏。', CHECKSUM],
  TCP_LISTEN_OVERFLOW: [
    '监听者的 accept 队列已满：程序 accept 得比客户端连接慢。它们一秒后重试。',
    '让程序 accept 得更快；应对突发则调高它传给 listen() 的 backlog 和 net.core.somaxconn。',
  ],
  TCP_FLAGS: ['标志组合不合理，例如 SYN 加 FIN。', '端口扫描或坏的发送方：不用做什么。'],
  TCP_FASTOPEN: ['TCP Fast Open 还没打开完的连接上来了 FIN 或其他怪异报文段。', '不用做什么：很少见，客户端会重试。'],
  TCP_INVALID_SYN: [
    '已存在的连接上来了 SYN。TCP 以 challenge 应答。',
    '重启后又用同一端口的客户端会自行恢复。很多则是攻击。',
  ],
  TCP_RESET: ['与连接不完全相符、或发到监听者的 RST。TCP 先反问，再相信。', '不用做什么：迟到或伪造的 RST。'],
  TCP_CLOSE: ['它到达时连接已关闭。', '不用做什么：已结束连接的迟到报文段。'],
  TCP_ABORT_ON_DATA: [
    '程序关闭连接后又来了数据，连接因此复位。',
    '程序在对端发完之前就关闭了。先读到末尾，或早点告诉对端。',
  ],
  TCP_MINTTL: ['TTL 低于程序要求（IP_MINTTL，BGP 的 GTSM）。', '正是想要的保护，除非邻居比配置的更远。'],
  TCP_AUTH_HDR: ['TCP 头部的认证选项错误或重复。', KEYS],
  TCP_MD5NOTFOUND: ['要求 MD5 签名而没有。', KEYS],
  TCP_MD5UNEXPECTED: ['不要求 MD5 签名却带了。', KEYS],
  TCP_MD5FAILURE: ['MD5 签名错误。', KEYS],
  TCP_AONOTFOUND: ['要求 TCP-AO 签名而没有。', KEYS],
  TCP_AOUNEXPECTED: ['不要求 TCP-AO 签名却带了。', KEYS],
  TCP_AOKEYNOTFOUND: ['本机不知道该 TCP-AO 密钥编号。', KEYS],
  TCP_AOFAILURE: ['TCP-AO 签名错误。', KEYS],
  PSP_INPUT: ['套接字只收 PSP 加密的包而它不是，或反过来。', '对照两端的 PSP 状态。'],
  PSP_OUTPUT: ['包本会不加密地离开 PSP 套接字。', '对照两端的 PSP 状态；设备可能丢了密钥。'],
};
