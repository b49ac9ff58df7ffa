import { under } from '../../metricTexts.ts';

export const TRANSPORT_TCP_EXT_OPTIONS = under('transport.tcpExt', {
  tcpFastOpenActive: ['Fast Open 连接', 'SYN 带数据且被服务器接受、省了一个往返的出站连接。'],
  tcpFastOpenActiveFail: [
    '被拒的 Fast Open 连接',
    'SYN 所带数据没被服务器接受、因而重发的出站连接。是中间盒，或不支持 Fast Open 的服务器。',
  ],
  tcpFastOpenPassive: ['Fast Open 接受', 'SYN 带有效 cookie 和数据、且被接受的入站连接。'],
  tcpFastOpenPassiveFail: ['失败的 Fast Open 接受', 'Fast Open cookie 错误或用不了的带数据入站 SYN。'],
  tcpFastOpenPassiveAltKey: [
    '用第二密钥的 Fast Open 接受',
    'cookie 与备用密钥相符的入站 Fast Open 连接：客户端还持有密钥更换前的 cookie。',
  ],
  tcpFastOpenCookieReqd: ['请求的 Fast Open cookie', '请求 Fast Open cookie 的入站 SYN。'],
  tcpFastOpenBlackhole: ['Fast Open 被关闭', '中间盒似乎吞掉此类 SYN、因而对出站连接暂停 Fast Open 的次数。'],
  tcpmtupSuccess: ['找到更大的包', '通过的路径 MTU 探测，因而改用更大的报文段。'],
  tcpmtupFail: ['被拒的更大的包', '丢失的路径 MTU 探测：这么大的包过不去。见 net.ipv4.tcp_mtu_probing。'],
  tcpHystartTrainDetect: ['由 ACK 串结束的慢启动', 'cubic 由确认的间隔看出路径已满、离开慢启动的次数。'],
  tcpHystartTrainCwnd: ['ACK 串结束慢启动时的窗口', '那些时刻拥塞窗口之和。除以次数得到平均达到的窗口。'],
  tcpHystartDelayDetect: ['由时延结束的慢启动', 'cubic 因往返时间上升而离开慢启动的次数。离开太早的连接会慢上一阵。'],
  tcpHystartDelayCwnd: ['时延结束慢启动时的窗口', '那些时刻拥塞窗口之和。除以次数得到平均达到的窗口。'],
  tcpmd5NotFound: '缺少该对端必需的 MD5 签名而丢弃的报文段（BGP 会话使用它）。',
  tcpmd5Unexpected: '没有为该对端设置却带着 MD5 签名而丢弃的报文段。',
  tcpmd5Failure: 'MD5 签名校验不过而丢弃的报文段：两端密钥不同。',
  tcpaoRequired: '缺少该对端必需的 TCP 认证选项而丢弃的报文段。',
  tcpaoBad: 'TCP 认证选项校验不过而丢弃的报文段。',
  tcpaoKeyNotFound: '所指认证密钥未在本机设置而丢弃的报文段。',
  tcpaoGood: 'TCP 认证选项校验通过的报文段。',
  tcpaoDroppedIcmps: '因连接受 TCP 认证选项保护而忽略的 ICMP 错误。',
});
