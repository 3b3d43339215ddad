import {runView} from '../dialogs/lines/run-lines.ts';
import {box, boxRows} from '../lines/box.ts';
import {helpFooter, helpLines} from '../lines/help-lines.ts';
import {plain, type Line} from '../lines/line.ts';
import {logLines} from '../lines/log-lines.ts';
import {quitLines} from '../lines/notices.ts';
import {firstInView} from '../selection.ts';
import type {Overlay} from '../state/ui.ts';
import {attempt, type Body, type Model} from './model.ts';

type Drawn = Exclude<Overlay, {kind: 'dialog'}>;

/** What is in front of the apps, in `height` rows; dialogues draw themselves. */
export function overlayBody(model: Model, overlay: Drawn, height: number): Body {
	if (overlay.kind === 'help') return helpBody(model, overlay.offset, height);
	if (overlay.kind === 'log') return logBody(model, overlay.index, height);
	if (overlay.kind === 'pick') return pickBody(model, overlay, height);
	const running = model.runs.filter(({status}) => status === 'running');
	return one('Quit', quitLines(running), model.columns, height);
}

function one(title: string, lines: readonly Line[], width: number, height: number, offset = 0): Body {
	const rows = height - boxRows(1);
	return {
		lines: box([{title, lines, height: rows, offset}], width),
		extent: {lines: lines.length, height: rows},
	};
}

function helpBody({keyContext, columns}: Model, offset: number, height: number): Body {
	return one(
		'Help',
		attempt(() => [...helpLines(keyContext, columns - 2), ...helpFooter(columns - 2)]),
		columns,
		height,
		offset,
	);
}

function logBody({runs, now, columns}: Model, index: number, height: number): Body {
	const chosen = runs[index];
	if (!chosen) return one('Log', [[], plain('  Nothing was done from here yet.')], columns, height);
	const space = height - boxRows(2);
	const rows = Math.max(3, Math.min(runs.length, Math.floor(space / 2)));
	const lines = attempt(() => logLines(runs, chosen, now));
	let focusLine = 0;
	const details = attempt(() => {
		const view = runView(chosen, columns - 2);
		({focusLine} = view);
		return view.lines;
	});
	return {
		lines: box(
			[
				{title: 'Log', lines, height: rows, offset: firstInView(index, runs.length, rows)},
				{
					title: `${chosen.title}: ${chosen.status}`,
					lines: details,
					height: space - rows,
					offset: focusLine + 1 - (space - rows),
				},
			],
			columns,
		),
		extent: {lines: runs.length, height: rows},
	};
}

/** What can be picked in a list; undefined while it is not known. */
export function choices({names, place}: Pick<Model, 'names' | 'place'>, what: 'namespace' | 'context') {
	const {namespaces, contexts} = names;
	const found: readonly (string | undefined)[] | undefined =
		what === 'context' ? contexts : namespaces && [undefined, ...namespaces];
	const current = place[what];
	return found?.map(value => ({value, label: value ?? 'all namespaces', isCurrent: value === current}));
}

/** A list of places opens at the one of now. */
export function startOf(list: readonly {readonly isCurrent: boolean}[]): number {
	return Math.max(
		0,
		list.findIndex(({isCurrent}) => isCurrent),
	);
}

function pickBody(model: Model, {what, index: moved}: Extract<Overlay, {kind: 'pick'}>, height: number): Body {
	const list = choices(model, what);
	const title = what === 'namespace' ? 'Namespace' : 'Context';
	const error = model.names.errors[what];
	const word = what === 'namespace' ? 'ns' : 'ctx';
	if (error) {
		const lines = [[], plain(`  ✖ ${error.message}`, 'bad'), plain(`  Name one with :${word} NAME.`)];
		return {...one(title, lines, model.columns, height), extent: {lines: 0, height}};
	}

	if (!list) return {...one(title, [[], plain('  Looking …')], model.columns, height), extent: {lines: 0, height}};
	const start = startOf(list);
	const index = moved ?? start;
	const lines = list.map(({label, isCurrent}, at): Line => [
		{text: at === index ? ' ▸ ' : '   '},
		{text: label, isBold: at === index},
		{text: isCurrent ? '  · here' : '', tone: 'faint'},
	]);
	const {extent, ...body} = one(
		title,
		lines,
		model.columns,
		height,
		firstInView(index, list.length, height - boxRows(1)),
	);
	return {...body, extent: {...extent, start}};
}
