import type {AppInfo} from '../../info/app.ts';
import {countsWeights} from '../../info/states/permits.ts';
import {severityTone} from '../../info/states/state.ts';
import type {StatesOf} from '../../info/states/states-of.ts';
import {age} from '../../print/age.ts';
import {displayWidth} from '../../print/width.ts';
import {drawable, startAndEnd} from '../fit.ts';
import {phaseStyle, stateGlyph} from '../theme.ts';
import {fitLine, textOf, type Line, type Span} from './line.ts';

interface AppListOptions {
	readonly width: number;
	/** Whether apps are of several namespaces. */
	readonly hasNamespace: boolean;
	readonly selected: AppInfo | undefined;
	/** Glyphs of the actions that run now, by `NAMESPACE/NAME`. */
	readonly busy: ReadonlyMap<string, string>;
	/** Whether the keys move in it. */
	readonly isFocused: boolean;
	readonly now: Date;
	readonly statesOf: StatesOf;
}

/** The widest states have 18 columns, e.g. `candidate updating`. */
const stateWidth = 20;
const strategyWidth = 11;
const ageWidth = 5;
const gap = 2;
/** The mark of the chosen app, and a space at the end. */
const margin = 3;
/** A longer name loses its middle, so that one of them does not take the other columns from all. */
const widestName = 32;

/** The width in which no name of up to 32 columns is cut. */
export function wantedListWidth(apps: readonly AppInfo[], hasNamespace: boolean): number {
	return margin + nameWidth(apps, hasNamespace) + gap + stateWidth;
}

/** Whether a list of this width has a row of headers. */
export function hasHeaders(width: number): boolean {
	return width >= 56;
}

/** One row an app, of the apps in view. A wide list has headers, and columns for strategy, versions and age besides. */
export function appListLines(apps: readonly AppInfo[], options: AppListOptions): readonly Line[] {
	const widths = columnWidths(apps, options);
	const rows = apps.map(app => row(app, widths, options));
	return hasHeaders(options.width) ? [headers(widths, options), ...rows] : rows;
}

interface Widths {
	readonly name: number;
	/** Each 0 where there is no room. */
	readonly strategy: number;
	readonly versions: number;
	readonly age: number;
}

/** A name that is cut says less, so the other columns go before it is, the versions first, then strategy and age. */
function columnWidths(apps: readonly AppInfo[], {width, hasNamespace}: AppListOptions): Widths {
	const free = width - margin - gap - stateWidth;
	const wanted = nameWidth(apps, hasNamespace);
	const optional = hasHeaders(width)
		? [
				{strategy: strategyWidth, age: ageWidth},
				{strategy: 0, age: ageWidth},
			]
		: [];
	for (const {strategy, age} of optional) {
		const rest = free - (strategy > 0 ? strategy + gap : 0) - age - gap;
		if (rest - wanted - gap >= 20) return {name: wanted, strategy, versions: rest - wanted - gap, age};
		if (rest >= wanted) return {name: rest, strategy, versions: 0, age};
	}

	return {name: Math.max(8, free), strategy: 0, versions: 0, age: 0};
}

function nameWidth(apps: readonly AppInfo[], hasNamespace: boolean): number {
	const widest = Math.max(9, ...apps.map(app => displayWidth(drawable(nameOf(app, hasNamespace)))));
	return Math.min(widest, widestName);
}

function nameOf({namespace, name}: AppInfo, hasNamespace: boolean): string {
	return hasNamespace ? `${namespace}/${name}` : name;
}

function headers({name, strategy, versions, age}: Widths, {width}: AppListOptions): Line {
	const cells = [cell('  APP', name + 2), cell('STATE', stateWidth)];
	if (strategy > 0) cells.push(cell('STRATEGY', strategy));
	if (versions > 0) cells.push(cell('VERSIONS', versions));
	if (age > 0) cells.push(cell('AGE', age));
	return fitLine([{text: cells.map(textOf).join(' '.repeat(gap)), isBold: true}], width);
}

function row(app: AppInfo, {name, strategy, versions, age: ageSpace}: Widths, options: AppListOptions): Line {
	const {selected, busy, hasNamespace, isFocused, now, statesOf} = options;
	const isChosen = app === selected;
	const key = `${app.namespace}/${app.name}`;
	const [{word, severity}] = statesOf(app);
	const tone = severityTone[severity];
	const cells: Line[] = [
		cell(startAndEnd(nameOf(app, hasNamespace), name), name, isChosen),
		fitLine([{text: `${busy.get(key) ?? stateGlyph[tone]} ${word}`, tone}], stateWidth),
	];
	if (strategy > 0) cells.push(cell(app.strategy, strategy));
	if (versions > 0) cells.push(fitLine(versionSpans(app), versions));
	if (ageSpace > 0) cells.push(cell(app.createdAt === undefined ? '' : age(app.createdAt, now), ageSpace));

	const mark: Span = {text: isChosen ? (isFocused ? '▸ ' : '› ') : '  ', isBold: isChosen};
	return [mark, ...cells.flatMap((line, index) => (index === 0 ? line : [{text: ' '.repeat(gap)}, ...line]))];
}

function cell(text: string, width: number, isBold = false): Line {
	return fitLine([{text, isBold}], width);
}

function versionSpans(app: AppInfo): Line {
	const hasWeights = countsWeights(app);
	return app.versions.flatMap(({title, phase, weight}, index) => [
		{text: `${index === 0 ? '' : '  '}${title} `},
		{text: phaseStyle[phase].glyph, tone: phaseStyle[phase].tone},
		...(hasWeights ? [{text: ` ${weight}`}] : []),
	]);
}
