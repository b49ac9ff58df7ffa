import type { DropTexts } from '../../types.ts';

const COPY = '没有丢失。很多说明发送方重发太早：看它的重传和时延。';
const STALE = '偶尔的是迟到的包。很多则是中间盒改写序列号或时间戳，或有人在猜。';
const OVERTAKEN = '不用做什么：包互相超越了。';

export const TCP_SEQUENCE_REASONS: DropTexts = {
  TCP_ZEROWINDOW: [
    '窗口已关闭却来了数据：程序不读，接收缓冲区已满。',
    '让程序读得更快；更大的 tcp_rmem 只对突发有帮助。',
  ],
  TCP_OLD_DATA: ['它的数据都已经有了。', COPY],
  TCP_OVERWINDOW: ['数据超出所给的窗口。', '发送方无视窗口，或接收缓冲区被改小。TCP 会重发。'],
  TCP_OFOMERGE: ['乱序数据，已经有了。', COPY],
  TCP_OFO_QUEUE_PRUNE: [
    '等待空洞补上的数据因接收缓冲区要用而被丢弃。',
    '路径丢包或乱序，缓冲区又不够：调高 net.ipv4.tcp_rmem，并查找丢包。TCP 会重发。',
  ],
  TCP_OFO_DROP: ['数据的空洞补上时，它已经有了。', COPY],
  TCP_RFC7323_PAWS: ['时间戳比见过的最新的旧：很久以前的包（PAWS）。', STALE],
  TCP_RFC7323_PAWS_ACK: ['时间戳过旧、乱序到来的确认。', OVERTAKEN],
  TCP_RFC7323_TW_PAWS: [
    '对处于 TIME-WAIT 的端口对的连接请求，时间戳更旧。',
    '同一 NAT 地址后的客户端时钟不同；请求会重试。更新的内核和客户端使用随机偏移。',
  ],
  TCP_RFC7323_TSECR: ['它回显从未发过的时间戳。', STALE],
  TCP_OLD_SEQUENCE: ['序列号在窗口之前：旧的副本，或 keep-alive 探测（会得到应答）。', STALE],
  TCP_INVALID_SEQUENCE: ['序列号在窗口之外。', STALE],
  TCP_INVALID_END_SEQUENCE: ['结尾超出窗口。', STALE],
  TCP_INVALID_ACK_SEQUENCE: ['连接打开期间，它确认了不在途的数据。', STALE],
  TCP_OLD_ACK: ['它确认的早已确认过。', OVERTAKEN],
  TCP_TOO_OLD_ACK: ['它确认的是很久以前的。', STALE],
  TCP_ACK_UNSENT_DATA: ['它确认了从未发送的数据。', STALE],
};
