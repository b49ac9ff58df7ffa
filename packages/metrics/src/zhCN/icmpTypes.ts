import { type IcmpProtocol, icmpTypeOf } from '../icmpTypes.ts';
import type { MetricWords } from './metricWords.ts';

const ICMP: Readonly<Record<number, string>> = {
  0: 'echo 应答',
  3: '目的不可达',
  4: 'source quench',
  5: '重定向',
  8: 'echo 请求',
  9: '路由器通告',
  10: '路由器请求',
  11: '超时',
  12: '参数问题',
  13: '时间戳请求',
  14: '时间戳应答',
  17: '地址掩码请求',
  18: '地址掩码应答',
  42: '扩展 echo 请求',
  43: '扩展 echo 应答',
};

const ICMP6: Readonly<Record<number, string>> = {
  1: '目的不可达',
  2: '包太大',
  3: '超时',
  4: '参数问题',
  128: 'echo 请求',
  129: 'echo 应答',
  130: '多播监听查询',
  131: '多播监听报告',
  132: '多播监听结束',
  133: '路由器请求',
  134: '路由器通告',
  135: '邻居请求',
  136: '邻居通告',
  137: '重定向',
  143: '多播监听报告 v2',
};

/** What a counter of the family counts, in Chinese; undefined for any other name. */
export function icmpTypeWords(protocol: IcmpProtocol, name: string): MetricWords | undefined {
  const counted = icmpTypeOf(name);
  if (counted === undefined) return undefined;
  const { type, received } = counted;
  const known = (protocol === 'ICMP' ? ICMP : ICMP6)[type];
  const verb = received ? '收到' : '发送';
  return {
    title: `${verb}的 ${protocol} ${known ?? `类型 ${type}`}`,
    help: `本网络命名空间${verb}的类型为 ${type}${known === undefined ? '' : `（${known}）`}的 ${protocol} 报文。内核只列出见过的类型。`,
  };
}
