import type {AppInfo, Tone, VersionInfo} from '../info/app.ts';
import {escapeLine} from '../print/escape.ts';
import {displayWidth} from '../print/width.ts';
import {phaseLook, stateGlyph} from './theme.ts';

/** One line of the table. An app's own cells stand on its first line only. */
export interface Line {
	readonly app: AppInfo;
	readonly version: VersionInfo | undefined;
	readonly isFirst: boolean;
}

export interface Column {
	readonly header: string;
	readonly text: (line: Line) => string;
	/** Whether the text is a time, to be shown as the time since then. */
	readonly isAge?: boolean;
	readonly tone?: (line: Line) => Tone | undefined;
	/** Never narrower than this, where the terminal allows. */
	readonly narrowest: number;
	/** Never wider than this. */
	readonly widest: number;
	/** Columns that a narrow terminal does without, the lowest first; undefined for those that always stay. */
	readonly droppedAt?: number;
}

export interface SizedColumn extends Column {
	readonly width: number;
}

const gap = 2;

const namespaceColumn: Column = {
	header: 'NAMESPACE',
	text: ({app, isFirst}) => (isFirst ? app.namespace : ''),
	narrowest: 9,
	widest: 20,
};

const columns: readonly Column[] = [
	{header: 'APP', text: ({app, isFirst}) => (isFirst ? app.name : ''), narrowest: 8, widest: 32},
	{
		header: 'STATE',
		text: ({app, isFirst}) => (isFirst ? `${stateGlyph[app.state.tone]} ${app.state.word}` : ''),
		tone: ({app}) => app.state.tone,
		narrowest: 19,
		widest: 20,
	},
	{header: 'STRATEGY', text: ({app, isFirst}) => (isFirst ? app.strategy : ''), narrowest: 8, widest: 14, droppedAt: 0},
	{header: 'VERSION', text: ({version}) => version?.name ?? '', narrowest: 8, widest: 32},
	{header: 'LABEL', text: ({version}) => version?.label ?? '', narrowest: 5, widest: 12, droppedAt: 1},
	{
		header: 'READY',
		text: ({version}) => (version ? `${phaseLook[version.phase].glyph} ${version.phase}` : ''),
		tone: ({version}) => version && phaseLook[version.phase].tone,
		narrowest: 10,
		widest: 10,
		droppedAt: 4,
	},
	{
		header: 'WEIGHT',
		text: ({version}) => (version ? String(version.weight) : ''),
		narrowest: 6,
		widest: 10,
		droppedAt: 3,
	},
	{header: 'REQUESTS', text: ({version}) => version?.requests ?? '', narrowest: 10, widest: 60},
	{
		header: 'AGE',
		text: ({version}) => version?.createdAt ?? '',
		isAge: true,
		narrowest: 6,
		widest: 6,
		droppedAt: 2,
	},
];

/** The lines of an app: one a version, at least one. */
export function linesOf(app: AppInfo): readonly Line[] {
	if (app.versions.length === 0) return [{app, version: undefined, isFirst: true}];
	return app.versions.map((version, index) => ({app, version, isFirst: index === 0}));
}

/** The columns that have room in `available` terminal columns, as wide as the apps need. */
export function sizeColumns(
	apps: readonly AppInfo[],
	hasNamespace: boolean,
	available: number,
): readonly SizedColumn[] {
	const lines = apps.flatMap(linesOf);
	let sized = [...(hasNamespace ? [namespaceColumn] : []), ...columns].map(column => ({
		...column,
		width: Math.min(
			column.widest,
			lines.reduce(
				(width, line) => Math.max(width, displayWidth(escapeLine(column.text(line)))),
				Math.max(column.narrowest, column.header.length),
			),
		),
	}));
	const excess = () => sized.reduce((sum, {width}) => sum + width + gap, -gap) - available;
	while (excess() > 0) {
		const [dropped] = sized
			.filter(({droppedAt}) => droppedAt !== undefined)
			.toSorted((a, b) => (a.droppedAt ?? 0) - (b.droppedAt ?? 0));
		const shrinkable = sized.filter(({width, narrowest}) => width > narrowest);
		const widest = shrinkable.toSorted((a, b) => b.width - a.width)[0];
		if (dropped) sized = sized.filter(column => column !== dropped);
		else if (widest) sized = sized.map(column => (column === widest ? {...column, width: column.width - 1} : column));
		else break;
	}

	return sized;
}
