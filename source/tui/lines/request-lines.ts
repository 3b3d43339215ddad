import type {AppInfo, VersionInfo} from '../../info/app.ts';
import {countsWeights} from '../../info/states/permits.ts';
import type {AppNumbers, VersionNumbers} from '../../metrics/numbers.ts';
import {age} from '../../print/age.ts';
import {formatMs, formatRate, formatShare} from '../../print/figures.ts';
import {displayWidth} from '../../print/width.ts';
import {drawable, fit, startAndEnd} from '../fit.ts';
import {phaseStyle} from '../theme.ts';
import type {Line, Span} from './line.ts';

interface Column {
	readonly title: string;
	readonly cells: readonly Span[];
	readonly width: number;
	readonly isRight: boolean;
	/** Too long, it loses its middle. */
	readonly isName: boolean;
	/** A narrow pane does without those of a low rank first; undefined for what always stays, as weights do. */
	readonly rank: number | undefined;
}

/** The rank of figures that nobody measured, and the highest of what is no figure. */
const unmeasured = -1;
const facts = 2;

const gap = 2;
const widestRequests = 28;
/** `everything (50 %)` */
const fewestRequests = 17;
const shortestArrow = 3;
const requestsTitle = 'REQUESTS';
/** A narrower pane has no row to spare for titles. */
const titledWidth = 60;

/** Which requests go where, one arrow a version, candidates first as the route tries them; with what is measured of each. */
export function requestLines(app: AppInfo, numbers: AppNumbers, width: number, now: Date): readonly Line[] {
	const {versions} = app;
	const ordered = [...versions.slice(1), ...versions.slice(0, 1)];
	if (ordered.length === 0) return [];
	const columns = chooseColumns(columnsOf(ordered, {numbers, now, hasWeights: countsWeights(app)}), width);
	const requests = Math.min(widestRequests, widest([requestsTitle, ...ordered.map(version => version.requests)]));
	const others = columns.reduce((sum, column) => sum + gap + column.width, 0);
	const room = Math.max(8, Math.min(requests, width - 2 - others - shortestArrow));
	const arrowSpace = Math.max(0, Math.min(10, width - 2 - others - room - 1));
	const titles: Line = [
		{text: ` ${fit(requestsTitle, room + arrowSpace)} `, tone: 'faint'},
		...columns.flatMap(({title, ...column}) => padded({text: title, tone: 'faint'}, column)),
	];
	return [
		...(width < titledWidth ? [] : [titles]),
		...ordered.map((version, index): Line => [
			{text: ' '},
			...arrow(version, room, arrowSpace),
			...columns.flatMap(({cells, ...column}) => padded(cells[index], column)),
		]),
	];
}

function arrow({reachedBy, requests}: VersionInfo, room: number, space: number): readonly Span[] {
	const shown = fit(requests, Math.min(room, displayWidth(drawable(requests))));
	const length = room - displayWidth(shown) + space;
	const isUsed = reachedBy === 'rest' || reachedBy === 'clauses';
	const line = isUsed ? `${'─'.repeat(Math.max(0, length - 1))}▶` : ' '.repeat(Math.max(1, length));
	return [
		{text: `${shown} `, ...(isUsed ? {} : {tone: 'faint' as const})},
		{text: line, tone: 'faint'},
	];
}

function columnsOf(
	versions: readonly VersionInfo[],
	{numbers, now, hasWeights}: {readonly numbers: AppNumbers; readonly now: Date; readonly hasWeights: boolean},
): readonly Column[] {
	const columns = [
		column(
			'VERSION',
			versions.map(({title}) => ({text: title, isBold: true})),
			{isName: true},
		),
		column(
			'',
			versions.map(({label}) => ({text: label ?? ''})),
			{rank: 1},
		),
		column(
			'STATE',
			versions.map(({phase}) => ({text: `${phaseStyle[phase].glyph} ${phase}`, tone: phaseStyle[phase].tone})),
		),
		column(
			'FOR',
			versions.map(({since}) => ({text: since === undefined ? '' : age(since, now)})),
			{rank: 2},
		),
		...(hasWeights
			? [
					column(
						'WEIGHT',
						versions.map(({weight}) => ({text: String(weight)})),
						{isRight: true},
					),
				]
			: []),
		...figureColumns(versions.map(({title}) => numbers.get(title))),
	];
	return columns.filter(({cells}) => cells.some(({text}) => text !== ''));
}

/** What was measured of each version. */
function figureColumns(known: readonly (VersionNumbers | undefined)[]): readonly Column[] {
	const figure = (
		title: string,
		rank: number,
		key: 'requestsPerSecond' | 'errorShare' | 'p95Ms',
		format: (number: number | undefined) => string,
	) => {
		const cells = known.map(numbers => ({text: format(numbers?.[key])}));
		const isKnown = known.some(numbers => numbers?.[key] !== undefined);
		return column(title, cells, {rank: isKnown ? rank : unmeasured, isRight: true});
	};
	return [
		figure('RATE', 5, 'requestsPerSecond', formatRate),
		figure('ERRORS', 4, 'errorShare', formatShare),
		figure('P95', 3, 'p95Ms', formatMs),
	];
}

function column(
	title: string,
	cells: readonly Span[],
	{
		rank,
		isRight = false,
		isName = false,
	}: {readonly rank?: number; readonly isRight?: boolean; readonly isName?: boolean} = {},
): Column {
	return {title, cells, width: Math.min(40, widest([title, ...cells.map(({text}) => text)])), isRight, isName, rank};
}

/** Of versions' names: in their whole length they are given up for what was measured, but not for what nobody did. */
const usualName = 24;
const shortName = 16;
const fewestName = 8;

/** What nobody measured goes first and at once; then by turns the middles of names and whole columns. */
function chooseColumns(columns: readonly Column[], width: number): readonly Column[] {
	const least = 2 + fewestRequests + shortestArrow;
	const excess = (chosen: readonly Column[]): number =>
		chosen.reduce((sum, column) => sum + gap + column.width, least) - width;
	const narrowed = (chosen: readonly Column[], name: number) => withNames(chosen, excess(chosen), name);
	const without = (chosen: readonly Column[], highest: number) => withoutRanks(chosen, highest, excess);
	const measured = excess(columns) > 0 ? columns.filter(({rank}) => rank !== unmeasured) : columns;
	const named = narrowed(without(narrowed(measured, usualName), facts), shortName);
	return narrowed(without(named, Number.POSITIVE_INFINITY), fewestName);
}

/** The columns without those of a rank up to `highest`, the lowest first, until they fit. */
function withoutRanks(
	columns: readonly Column[],
	highest: number,
	excess: (columns: readonly Column[]) => number,
): readonly Column[] {
	let chosen = columns;
	while (excess(chosen) > 0) {
		const [first] = chosen
			.filter(({rank}) => rank !== undefined && rank <= highest)
			.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
		if (!first) return chosen;
		chosen = chosen.filter(column => column !== first);
	}

	return chosen;
}

/** The columns with that of the names so much narrower, but not narrower than `least`. */
function withNames(columns: readonly Column[], by: number, least: number): readonly Column[] {
	if (by <= 0) return columns;
	return columns.map(column =>
		column.isName && column.width > least ? {...column, width: Math.max(least, column.width - by)} : column,
	);
}

function padded(
	span: Span | undefined,
	{width, isRight, isName}: Pick<Column, 'width' | 'isRight' | 'isName'>,
): readonly Span[] {
	const {text, ...style} = span ?? {text: ''};
	const fitted = fit(isName ? startAndEnd(text, width) : text, width);
	const trimmed = fitted.trimEnd();
	const shown = isRight ? ' '.repeat(displayWidth(fitted) - displayWidth(trimmed)) + trimmed : fitted;
	return [{text: ' '.repeat(gap)}, {...style, text: shown}];
}

function widest(texts: readonly string[]): number {
	return Math.max(0, ...texts.map(text => displayWidth(drawable(text))));
}
