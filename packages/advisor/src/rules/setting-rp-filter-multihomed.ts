import { settingRule } from '../settingRule.ts';
import { strictDevicesOf, uplinksOf } from '../uplinks.ts';

/** A strict reverse path filter on a host with several ways out. */
export const settingRpFilterMultihomed = settingRule({
  id: 'setting-rp-filter-multihomed',
  layer: 'network',
  title: { en: 'Strict reverse path filter with several uplinks', 'zh-CN': '多个上行出口，却用严格的反向路径过滤' },
  tunable: 'net.ipv4.conf.all.rp_filter',
  severity: 'info',
  confidence: 'medium',
  judge: (_, context) => {
    const uplinks = uplinksOf(context) ?? [];
    const strict = (strictDevicesOf(context) ?? []).filter((device) => uplinks.includes(device));
    return uplinks.length < 2 || strict.length === 0
      ? undefined
      : {
          proposed: 2,
          arithmetic: {
            en: `a device uses the larger of net.ipv4.conf.all and its own: max(2, 1) = 2, loose, on ${strict.join(', ')}`,
            'zh-CN': `设备取 net.ipv4.conf.all 与自身中较大的：max(2, 1) = 2，宽松，作用于 ${strict.join('、')}`,
          },
          title: {
            en: `The reverse path filter is strict, and this host has ${uplinks.length} uplinks`,
            'zh-CN': `反向路径过滤为严格，而本机有 ${uplinks.length} 个上行出口`,
          },
          why: {
            en: `A strict filter (rp_filter 1) drops an IPv4 packet when the way back to its source leads through another device than it came in on. This host reaches other networks by ${uplinks.join(' and ')}, and the filter is strict on ${strict.join(', ')}: as soon as a packet comes in by one of them and its answer would leave by another, it is lost without a word.`,
            'zh-CN': `严格过滤（rp_filter 1）会丢弃这样的 IPv4 包：返回其来源的路径经过的不是它进来的设备。本机经 ${uplinks.join(' 和 ')} 到达其他网络，而 ${strict.join('、')} 上为严格：一旦包从其中一个进来、应答却要从另一个出去，它就无声无息地丢了。`,
          },
        };
  },
  actions: [
    {
      en: 'Where each uplink has a routing table of its own by source address ("ip rule"), answers leave by the way that packets came in, and strict filtering does no harm.',
      'zh-CN': '若每个出口按源地址各有路由表（"ip rule"），应答就从包进来的路离开，严格过滤没有害处。',
    },
  ],
  risk: {
    en: 'Risk 3 of 4. Loose filtering still refuses sources that no route leads to, but lets a spoofed packet in by the wrong uplink.',
    'zh-CN': '风险 3/4。宽松过滤仍拒绝没有路由可达的来源，但会放进从错误出口来的伪造包。',
  },
  expectedEffect: { en: 'Packets are taken by whichever uplink they come.', 'zh-CN': '不论从哪个出口来，包都被接收。' },
  verify: {
    en: '"nstat -az TcpExtIPReversePathFilter" does not grow.',
    'zh-CN': '"nstat -az TcpExtIPReversePathFilter" 不增长。',
  },
  notWhen: {
    en: 'The host is a router towards customers, where strict filtering keeps spoofed sources out.',
    'zh-CN': '本机是面向客户的路由器，要靠严格过滤挡住伪造来源。',
  },
  yieldsTo: ['rp-filter-drops'],
  about: {
    feels: ['unreachable', 'drops'],
    symptom: {
      en: 'Some peers cannot reach this host by its second uplink.',
      'zh-CN': '有些对端无法经本机的第二个出口到达本机。',
    },
    reasoning: {
      en: 'IPv4 routes lead through gateways on two devices or more, and the filter in force on one of them is strict. Where packets are dropped already, the advice on those drops tells it.',
      'zh-CN':
        'IPv4 路由经两个或更多设备上的网关，且其中一个生效的过滤为严格。若已经有包被丢弃，由关于那些丢弃的建议说明。',
    },
    formula: { en: '2 (loose) for all devices', 'zh-CN': '所有设备设为 2（宽松）' },
    sources: ['Documentation/networking/ip-sysctl.rst (rp_filter)', 'RFC 3704'],
  },
});
