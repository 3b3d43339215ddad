import {formatMs, formatShare} from '../../../print/figures.ts';
import {displayWidth} from '../../../print/width.ts';
import {drawable, fit} from '../../fit.ts';
import {bar} from '../../lines/figures.ts';
import type {Line} from '../../lines/line.ts';
import type {LatencyBucket, TestCounts, VersionCounts} from '../../runs/test-counts.ts';
import {comparisonLines} from './comparison-lines.ts';
import {hanging} from './hanging.ts';
import {statusWords} from './status-words.ts';

const widestBar = 40;
const nobody = 'no version';

/**
 * A test as it goes: progress, what each version answered, what to know of that, why requests failed, and how long answers took
 * unless versions are compared.
 */
export function testLines(counts: TestCounts, remarks: readonly string[], width: number): readonly Line[] {
	const isComparison = counts.compared.length > 0;
	return [
		progressLine(counts, width),
		[],
		...(isComparison ? comparisonLines(counts.compared, width) : versionLines(counts, width)),
		...(remarks.length > 0 ? [[]] : []),
		...remarks.flatMap(remark => hanging(' ⚠ ', remark, width, 'waiting')),
		...(counts.failures.length > 0 ? [[]] : []),
		...counts.failures.flatMap(([reason, count]) => hanging(` ✖ ${count} × `, reason, width, 'bad')),
		...(!isComparison && counts.buckets.length > 0 ? [[], ...latencyLines(counts.buckets, width)] : []),
	];
}

function progressLine({requests, count, failed}: TestCounts, width: number): Line {
	const words = ` ${count} of ${requests}`;
	const failures = ` · ${failed} failed`;
	const room = Math.max(4, Math.min(widestBar, width - 2 - words.length - failures.length));
	return [
		{text: ` ${bar(requests === 0 ? 0 : count / requests, room)}`, tone: 'good'},
		{text: words},
		{text: failures, tone: failed > 0 ? 'bad' : 'faint'},
	];
}

/** One line a version; a narrow terminal does without the bars. */
function versionLines({versions, count}: TestCounts, width: number): readonly Line[] {
	const rows = versions.map(version => ({version, cells: cellsOf(version, count)}));
	const headers = ['VERSION', 'COUNT', 'SHARE', 'STATUS', 'P50', 'P95'] as const;
	const widths = headers.map((header, column) =>
		Math.min(
			column === 0 ? Math.max(nobody.length, width - 48) : 24,
			Math.max(header.length, ...rows.map(({cells}) => displayWidth(drawable(cells[column] ?? '')))),
		),
	);
	const line = (cells: readonly string[]): string =>
		cells.map((cell, column) => fit(cell, widths[column] ?? 0)).join('  ');
	const taken = widths.reduce((sum, column) => sum + column + 2, 0);
	const room = Math.min(widestBar, width - taken - 2);
	return [
		[{text: ` ${line(headers)}`, isBold: true}],
		...rows.map(({version, cells}): Line => [
			{text: ` ${line(cells)}`, ...(version.failed > 0 ? {tone: 'bad' as const} : {})},
			...(room >= 8 ? [{text: `  ${bar(version.count / count, room)}`, tone: 'good' as const}] : []),
		]),
	];
}

function cellsOf({version, count, statuses, p50Ms, p95Ms}: VersionCounts, total: number): readonly string[] {
	return [
		version ?? nobody,
		String(count),
		formatShare(count / total),
		statusWords({statuses}),
		formatMs(p50Ms),
		formatMs(p95Ms),
	];
}

function boundWords(milliseconds: number): string {
	return milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`;
}

function latencyLines(buckets: readonly LatencyBucket[], width: number): readonly Line[] {
	const labels = buckets.map(({toMs}) => `< ${boundWords(toMs)}`);
	const highest = Math.max(...buckets.map(({count}) => count));
	const labelWidth = Math.max(...labels.map(label => label.length));
	const countWidth = Math.max(...buckets.map(({count}) => String(count).length));
	const room = Math.max(4, Math.min(widestBar, width - labelWidth - countWidth - 4));
	return [
		[{text: ' Latency', isBold: true}],
		...buckets.map(({count}, index): Line => [
			{text: ` ${(labels[index] ?? '').padStart(labelWidth)} `, tone: 'faint'},
			{text: bar(count / highest, room), tone: 'good'},
			{text: ` ${String(count).padStart(countWidth)}`},
		]),
	];
}
