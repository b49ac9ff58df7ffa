import { formatValue, ID, NO_WORDS, type Words } from '@netstrata/metrics';
import { changeTo, NO_CHANGE } from '../change.ts';
import { growthEvidence } from '../evidence.ts';
import { seenLongEnough } from '../guards.ts';
import { isOver } from '../hysteresis.ts';
import type { Finding, Rule, RuleContext } from '../types.ts';
import { strictDevicesOf, uplinksOf } from '../uplinks.ts';

const DROPPED = ID.ip.reversePath;
const ALL = 'net.ipv4.conf.all.rp_filter';
const WINDOW_SECONDS = 60;
/** Packets a minute. */
const DROPS = { fire: 60, clear: 6 };
const SUBJECT = 'host';

const LOOK = {
  en: 'See which packets they are: "sysctl -w net.ipv4.conf.all.log_martians=1" and "dmesg | grep martian" name source and device; put it back afterwards. For a source that is real, "ip route get SOURCE" must name the device it comes in by, or a route is missing.',
  'zh-CN':
    '看是哪些包："sysctl -w net.ipv4.conf.all.log_martians=1" 再 "dmesg | grep martian" 可知来源和设备；之后改回去。若来源是真实的，"ip route get SOURCE" 必须给出它进来的设备，否则就是缺路由。',
};

/** What the setting for all devices was before it became strict, where that is known. */
function looserBefore({ tunables, valuesBefore }: RuleContext): string | undefined {
  if (tunables[ALL]?.trim() !== '1') return undefined;
  return valuesBefore?.(ALL).find((value) => value === '0' || value === '2');
}

/** Told before anything else: until then the same packets came through. */
const putBack = (before: string): Words => ({
  en: `If these packets are wanted, they came through until ${ALL} was made strict: give them a way back by the device they come in on ("ip route add SOURCE dev DEVICE"), or put the setting back to ${before}, as it was. Changes tells when it was changed, and by whom where the kernel says.`,
  'zh-CN': `如果需要这些包：在 ${ALL} 改为严格之前它们是能通过的。给它们经由进入设备的返回路由（"ip route add SOURCE dev DEVICE"），或把该参数改回原来的 ${before}。“变更”页说明何时被改，以及内核所知的是谁改的。`,
});

/** Loose where several uplinks make asymmetric ways normal; nothing where a source has no business there. */
function cureOf(
  context: RuleContext,
  uplinks: readonly string[] | undefined,
  strict: readonly string[] | undefined,
  before: string | undefined,
): Pick<Finding, 'changes' | 'arithmetic' | 'actions' | 'risk' | 'expectedEffect'> {
  const several = uplinks !== undefined && uplinks.length >= 2;
  if (!several || strict === undefined || strict.length === 0)
    return { ...NO_CHANGE, ...LOOKING, actions: before === undefined ? [LOOK] : [putBack(before), LOOK] };
  const changes = changeTo(context, ALL, 2);
  return {
    changes,
    arithmetic:
      changes.length === 0
        ? NO_WORDS
        : {
            en: `a device uses the larger of net.ipv4.conf.all and its own: max(2, 1) = 2, loose, on ${strict.join(', ')}`,
            'zh-CN': `设备取 net.ipv4.conf.all 与自身中较大的：max(2, 1) = 2，宽松，作用于 ${strict.join('、')}`,
          },
    actions: [LOOK],
    risk: {
      en: 'Risk 3 of 4. Loose filtering still refuses sources that no route leads to, but lets a spoofed packet in by the wrong uplink.',
      'zh-CN': '风险 3/4。宽松过滤仍拒绝没有路由可达的来源，但会放进从错误出口来的伪造包。',
    },
    expectedEffect: {
      en: 'Packets that come in by the other uplink are taken; the counter stands still.',
      'zh-CN': '从另一个出口进来的包被接收；计数不再变化。',
    },
  };
}

/** Of what is advised where nothing is to be changed before somebody has looked. */
const LOOKING = {
  risk: {
    en: 'Looking changes nothing but the log. A route, or a filter that is switched off, also lets in who only pretends to be that source.',
    'zh-CN': '查看只影响日志。加路由或关闭过滤，也会放进冒充该来源的包。',
  },
  expectedEffect: {
    en: 'It is known whose packets these are. With a way back for them the counter stands still.',
    'zh-CN': '得知这些包来自谁。有了返回路径，计数不再变化。',
  },
} as const;

function causeOf(
  uplinks: readonly string[] | undefined,
  strict: readonly string[] | undefined,
  before: string | undefined,
): Words {
  if (strict !== undefined && strict.length === 0)
    return {
      en: 'No device is strict here, so these sources cannot be reached by any route: they are spoofed, or a route is missing.',
      'zh-CN': '这里没有严格模式的设备，所以这些来源没有任何路由可达：是伪造的，或缺路由。',
    };
  if (uplinks === undefined)
    return {
      en: 'Whether several uplinks make that normal here is not known.',
      'zh-CN': '本机是否有多个上行出口而使之正常，无从得知。',
    };
  if (uplinks.length < 2 && before !== undefined)
    return {
      en: `This host has one way out at most, so such sources are spoofed, or of a network without a route here. ${ALL} was ${before} before and is strict since: it is what refuses them.`,
      'zh-CN': `本机最多一个出口，所以这样的来源是伪造的，或属于这里没有路由的网络。${ALL} 之前是 ${before}，现在为严格：拒绝它们的就是它。`,
    };
  return uplinks.length >= 2
    ? {
        en: `This host has several ways out (${uplinks.join(', ')}), so that packets may well come in by another one than their answers leave by: that is legitimate, and strict filtering loses it.`,
        'zh-CN': `本机有多个出口（${uplinks.join('、')}），包很可能从与应答不同的出口进来：这是合法的，严格过滤却会丢掉它。`,
      }
    : {
        en: 'This host has one way out at most, so such sources are mostly spoofed or of a network without a route here; the filter does its work.',
        'zh-CN': '本机最多一个出口，所以这样的来源多半是伪造的，或属于这里没有路由的网络；过滤器在尽职。',
      };
}

function evaluate(context: RuleContext, firing: ReadonlySet<string>): readonly Finding[] {
  const { window } = context;
  const dropped = window.delta(DROPPED, WINDOW_SECONDS);
  const open = firing.has(SUBJECT);
  if (dropped === undefined || !isOver(dropped, DROPS, open)) return [];
  if (!open && !seenLongEnough(context, DROPPED)) return [];
  const uplinks = uplinksOf(context);
  const strict = strictDevicesOf(context);
  const several = (uplinks?.length ?? 0) >= 2 && (strict?.length ?? 1) > 0;
  const before = looserBefore(context);
  const on =
    strict === undefined || strict.length === 0
      ? NO_WORDS
      : { en: `; strict on ${strict.join(', ')}`, 'zh-CN': `；严格模式：${strict.join('、')}` };
  return [
    {
      subject: SUBJECT,
      severity: several || before !== undefined ? 'warning' : 'info',
      confidence: several ? 'high' : 'medium',
      title: several
        ? {
            en: 'Packets are dropped because they come in by another uplink than answers leave by',
            'zh-CN': '包从与应答不同的上行出口进来而被丢弃',
          }
        : {
            en: 'Packets are dropped because their source has no way back by the device they came in on',
            'zh-CN': '包的来源没有经由其进入设备的返回路径而被丢弃',
          },
      why: {
        en: `The reverse path filter (rp_filter) drops an IPv4 packet when the way back to its source does not lead through the device it came in on (strict, 1), or through none at all (loose, 2). ${formatValue(dropped, 'count')} packets were dropped like that in the last minute; to a program it looks as if nobody had sent anything. ${causeOf(uplinks, strict, before).en}`,
        'zh-CN': `反向路径过滤（rp_filter）会丢弃这样的 IPv4 包：返回其来源的路径不经过它进来的设备（严格，1），或根本没有路径（宽松，2）。最近一分钟这样丢弃了 ${formatValue(dropped, 'count')} 个包；在程序看来就像没人发过东西。${causeOf(uplinks, strict, before)['zh-CN']}`,
      },
      where: {
        en: `${formatValue(dropped, 'count')} packets in the last minute${on.en}`,
        'zh-CN': `最近一分钟 ${formatValue(dropped, 'count')} 个包${on['zh-CN']}`,
      },
      evidence: growthEvidence(window, { metric: DROPPED }, WINDOW_SECONDS),
      ...cureOf(context, uplinks, strict, before),
      verify: {
        en: '"nstat -az TcpExtIPReversePathFilter" no longer grows under the same traffic.',
        'zh-CN': '相同流量下 "nstat -az TcpExtIPReversePathFilter" 不再增长。',
      },
      notWhen: {
        en: 'The host is a router at the edge towards customers, where strict filtering keeps spoofed sources out.',
        'zh-CN': '本机是面向客户的边缘路由器，要靠严格过滤挡住伪造来源。',
      },
    },
  ];
}

/** The reverse path filter drops packets. */
export const rpFilterDrops: Rule = {
  id: 'rp-filter-drops',
  layer: 'network',
  title: { en: 'Reverse path filter drops packets', 'zh-CN': '反向路径过滤丢包' },
  metrics: [DROPPED],
  tunables: [ALL],
  about: {
    feels: ['drops', 'unreachable'],
    symptom: {
      en: 'Packets are seen by tcpdump on the device, and no program gets them.',
      'zh-CN': 'tcpdump 在设备上看得到包，却没有程序收到。',
    },
    reasoning: {
      en: 'More than 60 packets a minute refused by rp_filter; cleared at 6. With routes by several gateways on different devices and a strict filter it is the asymmetric way; otherwise the filter most likely does its work, and only a look is advised, unless the setting was made strict while this host was watched.',
      'zh-CN':
        '每分钟有超过 60 个包被 rp_filter 拒绝；降到 6 解除。若经不同设备上的多个网关有路由且过滤为严格，就是非对称路径；否则过滤器多半在尽职，只建议查看；除非该参数是在监视期间改为严格的。',
    },
    formula: {
      en: '2 (loose) for all devices, only where there are several uplinks',
      'zh-CN': '所有设备设为 2（宽松），仅当有多个上行出口时',
    },
    sources: ['Documentation/networking/ip-sysctl.rst (rp_filter)', 'RFC 3704'],
  },
  evaluate,
};
