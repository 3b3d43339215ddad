import type {AppInfo} from '../../info/app.ts';
import {appListLines, hasHeaders, wantedListWidth} from '../lines/app-list.ts';
import {box, boxRows, type Section} from '../lines/box.ts';
import {plain, type Line} from '../lines/line.ts';
import {emptyLines} from '../lines/notices.ts';
import {appKey, firstInView} from '../selection.ts';
import {firstOrder} from '../state/order.ts';
import {appBody, summaryLines} from './app-body.ts';
import {attempt, isWide, type Body, type Model} from './model.ts';

/** Of the rows of a narrow screen, for the chosen app below the list; with fewer the list is alone. */
const summaryShare = 0.4;
const fewestSummaryRows = 6;

/** The apps, the chosen one, or on a wide terminal both side by side, in `height` rows. */
export function mainBody(model: Model, height: number): Body {
	const {columns, app, ui} = model;
	if (!app) return {lines: notice(model, height), extent: {lines: 0, height}};
	if (!isWide(columns)) {
		return ui.focus === 'app' ? appBody(model, app, columns, height) : narrowBody(model, app, height);
	}

	const left = leftWidth(model);
	const list = listBody(model, left, height - boxRows(1));
	const details = appBody(model, app, columns - left, height);
	return {
		lines: list.lines.map((line, index) => [...line, ...(details.lines[index] ?? [])]),
		extent: ui.focus === 'app' ? details.extent : list.extent,
	};
}

/** Three tenths of the screen, or four where names would be cut otherwise. */
function leftWidth({apps, columns, place: {namespace}}: Model): number {
	const hasNamespace = namespace === undefined;
	const known = wantedWidths.get(apps);
	const wanted = known ?? wantedListWidth(apps, hasNamespace) + 2;
	if (known === undefined) wantedWidths.set(apps, wanted);
	const usual = Math.max(35, Math.min(46, Math.floor(columns * 0.3)));
	return Math.max(usual, Math.min(wanted, Math.floor(columns * 0.4)));
}

/** Of a thousand apps it is not asked with each key. */
const wantedWidths = new WeakMap<readonly AppInfo[], number>();

/** The list, and below it what an operator has to know of the chosen app first. */
function narrowBody(model: Model, app: AppInfo, height: number): Body {
	const {columns} = model;
	const space = height - boxRows(2);
	const rows = Math.floor(space * summaryShare);
	if (rows < fewestSummaryRows) return listBody(model, columns, height - boxRows(1));
	const summary = {title: app.name, lines: summaryLines(model, app, columns - 2, rows), height: rows};
	return listBody(model, columns, space - rows, [summary]);
}

function listBody(model: Model, width: number, height: number, below: readonly Section[] = []): Body {
	const {apps, app, ui, now, place, runs, statesOf} = model;
	const inner = width - 2;
	const rows = height - (hasHeaders(inner) ? 1 : 0);
	const top = firstInView(app ? apps.indexOf(app) : 0, apps.length, rows);
	const lines = attempt(() =>
		appListLines(apps.slice(top, top + rows), {
			width: inner,
			hasNamespace: place.namespace === undefined,
			selected: app,
			busy: new Map(runs.filter(({status}) => status === 'running').map(run => [appKey(run.app), spinner(now)])),
			isFocused: ui.focus === 'apps',
			now,
			statesOf,
		}),
	);
	return {
		lines: box([{title: listTitle(model, top, rows), lines, height}, ...below], width),
		extent: {lines: apps.length, height: rows},
	};
}

/** A hand that goes round once in four seconds: the clock draws it, so that it costs nothing more. */
function spinner(now: Date): string {
	return ['◴', '◷', '◶', '◵'][now.getSeconds() % 4] ?? '◴';
}

/** How many there are comes before what may have to be cut. */
function listTitle({apps, total, ui: {filter, order}}: Model, top: number, rows: number): string {
	const part =
		apps.length > rows
			? [`${top + 1}–${top + rows} of ${apps.length}`]
			: filter === ''
				? []
				: [`${apps.length} of ${total}`];
	return [
		'Apps',
		...part,
		...(filter === '' ? [] : [`/${filter}`]),
		...(order === firstOrder ? [] : [`by ${order}`]),
	].join(' · ');
}

function notice(model: Model, height: number): readonly Line[] {
	const {known, place, names, ui, columns} = model;
	const lines = attempt(() => emptyLines(known, place, names.namespaces, ui.filter));
	return box(
		[{title: listTitle(model, 0, height), lines: [...lines, plain('')], height: height - boxRows(1)}],
		columns,
	);
}
