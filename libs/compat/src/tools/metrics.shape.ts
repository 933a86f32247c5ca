import type { NamedTime, TimeLists, TimeMetrics } from '@app/analytics';
import { totalOf } from '../time/items.shape.js';
import { machineNameId, secondsOf } from '../texts.js';

/** The content type of Prometheus' text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The lists that are told, by the word that wakatime_exporter has for an entry. */
const LISTS = [
  ['project', 'project', 'project'],
  ['language', 'language', 'language'],
  ['editor', 'editor', 'editor'],
  ['operating_system', 'operatingSystem', 'operating system'],
  ['machine', 'machine', 'machine'],
  ['category', 'category', 'category'],
] as const satisfies readonly (readonly [word: string, list: keyof TimeLists, text: string])[];

/**
 * Time in Prometheus' text format: of today under the names that wakatime_exporter gives it, and since the first heartbeat under the same
 * with `cumulative`. Today's begin again at midnight in the user's zone, as counters may.
 */
export function toMetrics({ today, allTime }: TimeMetrics): string {
  return [...metricsOf('wakatime', today, 'today'), ...metricsOf('wakatime_cumulative', allTime, 'all time'), ''].join('\n');
}

function metricsOf(prefix: string, lists: TimeLists, when: string): string[] {
  const total = metric(`${prefix}_seconds_total`, `Total seconds (${when}).`, [['', totalOf(lists)]]);
  return [
    total,
    ...LISTS.map(([word, list, text]) =>
      listMetric(`${prefix}_${word}_seconds_total`, `Total seconds for each ${text} (${when}).`, lists[list], list === 'machine'),
    ),
  ];
}

function listMetric(name: string, help: string, times: readonly NamedTime[], hasId: boolean): string {
  return metric(
    name,
    help,
    times.map((time) => [hasId ? labels({ id: machineNameId(time.name), name: time.name }) : labels({ name: time.name }), time.us]),
  );
}

/** A metric with its series: labels and µs. */
function metric(name: string, help: string, series: readonly (readonly [labels: string, us: number])[]): string {
  const lines = series.map(([ofSeries, us]) => `${name}${ofSeries} ${secondsOf(us)}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...lines].join('\n');
}

function labels(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([label, value]) => `${label}="${escaped(value)}"`);
  return `{${pairs.join(',')}}`;
}

/** A label's value: backslashes, quotes and line breaks are the only characters that mean something. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
