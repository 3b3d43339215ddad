import type {AppInfo, Phase, VersionInfo} from '../../info/app.ts';
import type {AppNumbers, VersionNumbers} from '../../metrics/numbers.ts';
import {age} from '../../print/age.ts';
import type {Tone} from '../../print/color.ts';
import {formatMs, formatRate, formatShare} from '../../print/figures.ts';
import type {Cell, Column} from '../../print/table.ts';

/** One line of the table: a version of an app, or an app whose versions cannot be read. */
export interface StatusRow {
	readonly app: AppInfo;
	readonly version: VersionInfo | undefined;
	/** Undefined where nobody has looked. */
	readonly numbers?: VersionNumbers | undefined;
	/** Whether the app was deleted meanwhile. */
	readonly isDeleted?: boolean;
}

const ready: Readonly<Record<Phase, {readonly text: string; readonly tone: Tone}>> = {
	ready: {text: 'True', tone: 'good'},
	updating: {text: 'Updating', tone: 'waiting'},
	blocked: {text: 'Blocked', tone: 'bad'},
	loading: {text: 'Loading', tone: 'waiting'},
	failed: {text: 'Failed', tone: 'bad'},
	down: {text: 'False', tone: 'bad'},
	leaving: {text: 'Leaving', tone: 'waiting'},
	absent: {text: 'Absent', tone: 'faint'},
};

/**
 * The columns of `status`, in kubectl's order: NAMESPACE first where there are several, AGE last but for `-o wide`.
 * @param hasNumbers Whether somebody has looked how many requests there are.
 */
export function statusColumns(
	hasNamespace: boolean,
	now: () => Date,
	hasNumbers = false,
): readonly Column<StatusRow>[] {
	const namespace: readonly Column<StatusRow>[] = hasNamespace
		? [{header: 'NAMESPACE', cell: ({app}) => app.namespace}]
		: [];
	return [
		...namespace,
		{header: 'NAME', cell: ({app}) => app.name},
		{header: 'STRATEGY', cell: ({app}) => app.strategy},
		{header: 'VERSION', cell: ({version}) => version?.title},
		{header: 'LABEL', cell: ({version}) => version?.label},
		{header: 'READY', cell: readyCell},
		{header: 'WEIGHT', cell: ({version}) => version && String(version.weight)},
		{header: 'REQUESTS', cell: ({version}) => version?.requests},
		{header: 'AGE', cell: ({version}) => (version?.createdAt === undefined ? '' : age(version.createdAt, now()))},
		...(hasNumbers ? numbersColumns : []),
		{header: 'ROLE', cell: ({version}) => version?.role, isWide: true},
		{header: 'STORAGE-URI', cell: ({version}) => version?.storageUri, isWide: true},
		{header: 'REASON', cell: ({app, version}) => version?.reason ?? app.faults.join('; '), isWide: true},
	];
}

const numbersColumns: readonly Column<StatusRow>[] = [
	{header: 'RATE', cell: ({numbers}) => figure(numbers?.requestsPerSecond, formatRate), isWide: true},
	{header: 'ERRORS', cell: ({numbers}) => figureOfSome(numbers, numbers?.errorShare, formatShare), isWide: true},
	{header: 'P95', cell: ({numbers}) => figureOfSome(numbers, numbers?.p95Ms, formatMs), isWide: true},
];

/** Of no requests there are neither errors nor latencies. */
function figureOfSome(numbers: VersionNumbers | undefined, value: number | undefined, format: Format): Cell {
	return value === undefined && numbers?.requestsPerSecond === 0 ? '' : figure(value, format);
}

type Format = (value: number | undefined) => string;

function figure(value: number | undefined, format: Format): Cell {
	return value === undefined ? '<unknown>' : format(value).replace(' ', '');
}

/** An app without versions that can be read has a row all the same. */
export function rowsOf(app: AppInfo, numbers?: AppNumbers): readonly StatusRow[] {
	if (app.versions.length === 0) return [{app, version: undefined}];
	const shown = app.versions.filter(version => !isFree(version));
	return shown.map(version => ({app, version, numbers: numbers?.get(version.title)}));
}

/** Whether a version is only a name that a candidate may get: there is none, and no request asks for it. */
function isFree({role, phase, reachedBy}: VersionInfo): boolean {
	return role === 'candidate' && phase === 'absent' && reachedBy === 'nothing';
}

function readyCell({version, isDeleted}: StatusRow): Cell {
	if (isDeleted) return {text: 'Deleted', tone: 'faint'};
	return version ? ready[version.phase] : {text: 'Invalid', tone: 'bad'};
}
