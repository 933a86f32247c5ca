import type { InstanceStatsResult } from '@app/analytics';
import type { Amount } from '../insights/insights.dto.js';
import { dateTextOf, minutesTextOf, secondsOf } from '../texts.js';
import type { InstanceRange, InstanceStatsAnswer, NamedMeasures, TimeMeasures } from './instance-stats.dto.js';

/** Statistics of the instance (contract §1.9). */
export function toInstanceStats(result: InstanceStatsResult): InstanceStatsAnswer {
  const { sum: _, ...dailyAverage } = toMeasures(result.dailyAverage);
  const frame = { range: toRange(result), timeout: 15, writes_only: false };
  return {
    data: {
      total: toMeasures(result.total),
      daily_average: dailyAverage,
      categories: result.lists.category.map(toNamed),
      editors: result.lists.editor.map(toNamed),
      languages: result.lists.language.map(toNamed),
      operating_systems: result.lists.operatingSystem.map(toNamed),
      ...frame,
    },
    ...frame,
  };
}

type Measured = InstanceStatsResult['total'];

function toNamed({ name, ...measures }: Measured & { name: string }): NamedMeasures {
  return { name, is_verified: true, ...toMeasures(measures) };
}

function toMeasures({ count, average, median, max, sum }: Measured): TimeMeasures {
  return {
    average: toAmount(average),
    count: { text: `${count} people` },
    max: toAmount(max),
    median: toAmount(median),
    sum: toAmount(sum),
  };
}

function toAmount(us: number): Amount {
  return { seconds: secondsOf(us), text: minutesTextOf(us) };
}

function toRange({ range, first, last }: InstanceStatsResult): InstanceRange {
  const [start, end] = [dateTextOf(first), dateTextOf(last)];
  return { name: range, start_date: first, start_text: start, end_date: last, end_text: end, text: `from ${start} until ${end}` };
}
