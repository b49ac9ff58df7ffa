import type { Words } from '@netstrata/metrics';

/** What a trouble feels like to the one who looks for it. */
export type Feel =
  | 'download'
  | 'upload'
  | 'slow'
  | 'late'
  | 'drops'
  | 'refused'
  | 'hangs'
  | 'resets'
  | 'unreachable'
  | 'udp'
  | 'cpu'
  | 'memory'
  | 'connections';

/** What people type then, in every language: found by it, never shown. */
export const FEELS: Readonly<Record<Feel, Words>> = {
  download: {
    en: 'slow download speed, downloading slowly, receive throughput, bandwidth, slow internet',
    'zh-CN': '下载慢 下载很慢 下载速度慢 网速慢 接收慢 吞吐量低 带宽上不去',
  },
  upload: {
    en: 'slow upload speed, uploading slowly, slow sending, outgoing slow, send throughput, bandwidth, slow transfer',
    'zh-CN': '上传慢 上传很慢 上传速度慢 网速慢 发送慢 吞吐量低 带宽上不去',
  },
  slow: {
    en: 'slow network, slow connection, slow transfer, slow download, slow upload, throughput, bandwidth',
    'zh-CN': '网络慢 网速慢 连接慢 传输慢 下载慢 上传慢 吞吐量低',
  },
  late: {
    en: 'high latency, lag, delay, arrives late, sent late, jitter, slow response, slow answers, stutter, spikes',
    'zh-CN': '延迟高 延迟大 时延 抖动 响应慢 卡顿',
  },
  drops: {
    en: 'drops, dropped packets, packet loss, lost packets, losing data, lost messages, messages lost, missing messages, gaps, packets never arrive, packets not received, nothing arrives',
    'zh-CN': '丢包 丢失 丢弃 掉包 丢数据 丢消息 消息丢失 收不到包 收不到数据 收不到 包没有到达',
  },
  refused: {
    en: 'connection refused, cannot connect, connect timeout, connection timeouts, timeouts, connecting fails, new connections fail, clients wait',
    'zh-CN': '连接被拒绝 拒绝连接 连不上 无法连接 连接超时 新连接失败',
  },
  hangs: {
    en: 'hangs, stalls, stuck, freezes, nothing happens, transfer stops',
    'zh-CN': '卡住 卡死 停住 停顿 没反应 传输中断',
  },
  resets: {
    en: 'connection reset, reset by peer, broken pipe, aborted, cut off',
    'zh-CN': '连接重置 被重置 断开 中断 掉线',
  },
  unreachable: {
    en: 'unreachable, no route, cannot reach, no network, offline, ping fails',
    'zh-CN': '不可达 没有路由 无法访问 网络不通 断网 ping 不通',
  },
  udp: {
    en: 'udp loss, lost datagrams, lost messages, dns timeouts, video, calls, voip, logs missing',
    'zh-CN': 'UDP 丢包 DNS 超时 视频卡 通话 日志缺失',
  },
  cpu: { en: 'high cpu, cpu load, busy core, softirq, interrupts', 'zh-CN': 'CPU 高 CPU 占用高 负载高 软中断 中断' },
  memory: { en: 'memory, out of memory, oom, ram, memory leak', 'zh-CN': '内存 内存不足 内存泄漏 占用内存' },
  connections: {
    en: 'too many connections, cannot open connections, connections fail, job fails, too many sockets, out of ports, limit reached, too many open files',
    'zh-CN': '连接太多 套接字太多 端口不够 端口耗尽 达到上限 打开文件太多',
  },
};
