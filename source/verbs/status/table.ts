import type {AppInfo, Phase, VersionInfo} from '../../info/app.ts';
import {age} from '../../print/age.ts';
import type {Tone} from '../../print/color.ts';
import type {Cell, Column} from '../../print/table.ts';

/** One line of the table: a version of an app, or an app whose versions cannot be read. */
export interface StatusRow {
	readonly app: AppInfo;
	readonly version: VersionInfo | undefined;
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

/** The columns of `status`, in kubectl's order: NAMESPACE first where there are several, AGE last but for `-o wide`. */
export function statusColumns(hasNamespace: boolean, now: () => Date): readonly Column<StatusRow>[] {
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
		{header: 'ROLE', cell: ({version}) => version?.role, isWide: true},
		{header: 'STORAGE-URI', cell: ({version}) => version?.storageUri, isWide: true},
		{header: 'REASON', cell: ({app, version}) => version?.reason ?? app.faults.join('; '), isWide: true},
	];
}

export function rowsOf(app: AppInfo): readonly StatusRow[] {
	return app.versions.length === 0 ? [{app, version: undefined}] : app.versions.map(version => ({app, version}));
}

function readyCell({version, isDeleted}: StatusRow): Cell {
	if (isDeleted) return {text: 'Deleted', tone: 'faint'};
	return version ? ready[version.phase] : {text: 'Invalid', tone: 'bad'};
}
