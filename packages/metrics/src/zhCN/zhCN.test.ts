import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { METRIC_TEXTS } from '../catalog/zh-CN/index.ts';
import { METRICS } from '../catalog.ts';
import { describeMetric } from '../describe.ts';
import { DROP_REASONS, dropReason } from '../dropReasons/index.ts';
import { faultsOf, hasChinese } from './chinese.ts';
import { DROP_TEXTS } from './dropReasonWords.ts';
import { dropReasonWords, metricWords } from './index.ts';

/** Titles that consist of names which Chinese engineers write as they are. */
const NAMES_ALONE = /^(raw|socket|Unix|UDP|TCP|IPv6|MTU|qdisc|softirq|backlog|TIME-WAIT| )+$/;
const files = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url)).filter((file) => file.endsWith('.ts') && file !== 'index.ts');

describe('metrics', () => {
  test('each is described, and nothing else', () => {
    expect(Object.keys(METRIC_TEXTS).toSorted()).toEqual(METRICS.map(({ id }) => id).toSorted());
    expect(files('../catalog/zh-CN/')).toEqual(files('../catalog/'));
  });

  test('the kernel’s own name stays the title where it is in English, and nowhere else', () => {
    const bare = Object.keys(METRIC_TEXTS).filter((id) => typeof METRIC_TEXTS[id] === 'string');
    expect(bare.toSorted()).toEqual(
      METRICS.filter(({ title, kernelName }) => title === kernelName)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test('words are Chinese, names and numbers the same', () => {
    const faults = METRICS.flatMap((metric) => {
      const { title, help } = metricWords(metric);
      const untold = [
        ...(hasChinese(help) && help.endsWith('。') ? [] : ['no sentence']),
        ...(hasChinese(title) || title === metric.kernelName || NAMES_ALONE.test(title) ? [] : [`title: ${title}`]),
      ];
      return [...untold, ...faultsOf(title, metric.title), ...faultsOf(help, metric.help)].map(
        (fault) => `${metric.id}: ${fault}`,
      );
    });
    expect(faults).toEqual([]);
  });

  test('titles tell the metrics of a layer apart', () => {
    const titles = METRICS.map((metric) => `${metric.layer}: ${metricWords(metric).title}`);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });

  test('message types of ICMP and unknown ids', () => {
    expect(metricWords(describeMetric('network.icmpMsg.inType3'))).toEqual({
      title: '收到的 ICMP 目的不可达',
      help: '本网络命名空间收到的类型为 3（目的不可达）的 ICMP 报文。内核只列出见过的类型。',
    });
    expect(metricWords(describeMetric('network.icmp6.outType135')).title).toBe('发送的 ICMPv6 邻居请求');
    expect(metricWords(describeMetric('network.icmpMsg.inType250')).title).toBe('收到的 ICMP 类型 250');
    expect(metricWords(describeMetric('transport.tcpExt.tcpNewThing'))).toEqual({
      title: 'tcpNewThing',
      help: '由比本目录知道得更多的 agent 或内核记录；这里没有它的说明。',
    });
  });
});

describe('reasons for drops', () => {
  test('each has a meaning and a remedy, and nothing else has', () => {
    expect(Object.keys(DROP_TEXTS).toSorted()).toEqual(Object.keys(DROP_REASONS).toSorted());
    expect(files('../dropReasons/catalog/zh-CN/')).toEqual(files('../dropReasons/catalog/'));
  });

  test('words are Chinese, names and numbers the same', () => {
    const reasons = [...Object.keys(DROP_REASONS), undefined, 'subsystem 2', 'FROM_TOMORROW'];
    const faults = reasons.flatMap((reason) => {
      const english = dropReason(reason);
      const { meaning, remedy } = dropReasonWords(reason);
      const untold = [meaning, remedy].filter((text) => !hasChinese(text));
      return [...untold, ...faultsOf(meaning, english.meaning), ...faultsOf(remedy, english.remedy)].map(
        (fault) => `${reason}: ${fault}`,
      );
    });
    expect(faults).toEqual([]);
  });
});
