import { NO_WORDS, sameWords, tunableNumbers } from '@netstrata/metrics';
import { changeOfDevice } from '../change.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';

const FORWARD = 'net.ipv4.ip_forward';
const LRO = 'rx-lro';
const SETTING = 'ethtool.features.rx-lro';

function findingOf(device: string, fixed: boolean): Finding {
  const changes = fixed ? [] : changeOfDevice({ device }, SETTING, { current: 'on', proposed: 'off' });
  return {
    subject: device,
    severity: 'warning',
    confidence: 'high',
    title: {
      en: `${device} merges packets (LRO) on a host that forwards them`,
      'zh-CN': `${device} 在转发包的主机上合并包（LRO）`,
    },
    why: {
      en: `Large receive offload lets the card merge packets of a connection into one that is larger than any link carries, and what was in their headers is lost. That is fine for a host that receives. This one forwards packets (${FORWARD} is 1), and what was merged cannot go out as it came: it is cut anew without its options, or dropped as too big. The kernel switches LRO off when forwarding is switched on; somebody has switched it on again.`,
      'zh-CN': `Large receive offload 让网卡把一个连接的多个包合并成任何链路都装不下的大包，头部里的信息也随之丢失。只接收的主机没有问题。本机却转发包（${FORWARD} 为 1），合并后的包无法原样发出：要么丢掉选项重新切开，要么因太大被丢弃。开启转发时内核会关闭 LRO；有人又打开了它。`,
    },
    where: {
      en: `${device}: large-receive-offload on, ${FORWARD} = 1`,
      'zh-CN': `${device}：large-receive-offload on，${FORWARD} = 1`,
    },
    evidence: [],
    changes,
    arithmetic:
      changes.length === 0
        ? NO_WORDS
        : { en: 'off: packets that are forwarded must leave as they came', 'zh-CN': 'off：转发的包必须原样离开' },
    actions: [
      {
        en: 'Take it out of the settings that switch it on. GRO does the same in a way that can be undone, and may stay on.',
        'zh-CN': '从开启它的配置中去掉。GRO 做同样的事但可以还原，可以保持开启。',
      },
    ],
    risk: {
      en: 'Risk 1 of 4. A little more CPU time for what this host receives itself.',
      'zh-CN': '风险 1/4。本机自己接收的数据多花一点 CPU 时间。',
    },
    expectedEffect: { en: 'Forwarded packets leave as they came.', 'zh-CN': '转发的包原样离开。' },
    verify: {
      en: `"ethtool -k ${device} | grep large-receive" says off.`,
      'zh-CN': `"ethtool -k ${device} | grep large-receive" 显示 off。`,
    },
    notWhen: { en: 'The device carries no traffic that is forwarded.', 'zh-CN': '该设备上没有转发的流量。' },
  };
}

/** LRO on a router. */
export const settingLroForwarding: Rule = {
  id: 'setting-lro-forwarding',
  layer: 'link',
  title: { en: 'LRO on a host that forwards', 'zh-CN': '转发主机上的 LRO' },
  metrics: [],
  tunables: [FORWARD, SETTING],
  about: {
    feels: ['slow', 'hangs'],
    symptom: {
      en: 'Connections through this host are slow or hang, those to it are not.',
      'zh-CN': '经过本机的连接慢或挂住，到本机的却没有。',
    },
    reasoning: {
      en: 'net.ipv4.ip_forward is 1, and large-receive-offload is on for a card.',
      'zh-CN': 'net.ipv4.ip_forward 为 1，而某块网卡开着 large-receive-offload。',
    },
    formula: sameWords('off'),
    sources: ['Documentation/networking/segmentation-offloads.rst', 'ethtool(8), -K'],
  },
  evaluate: ({ tunables, details }: RuleContext) =>
    tunableNumbers(tunables, FORWARD)?.[0] !== 1
      ? []
      : (details?.interfaces?.interfaces ?? [])
          .filter(({ physical, features }) => physical && features?.some(({ name, on }) => name === LRO && on))
          .map(({ device, features }) =>
            findingOf(device, features?.some(({ name, fixed }) => name === LRO && fixed) ?? false),
          ),
};
