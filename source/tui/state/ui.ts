import type {AppInfo} from '../../info/app.ts';
import type {Tone} from '../../print/color.ts';
import type {DialogName, Move} from '../keys/keys.ts';
import {appKey, firstSelected, moveIndex, moveSelection, type Selection} from '../selection.ts';
import {wrongFilter} from './filter.ts';
import {insertText, lineText} from './line-edit.ts';
import {firstOrder, nextOrder, type Order} from './order.ts';
import {remember, type Candidates} from './palette.ts';
import {edited, openPrompt, promptKey, type Prompt} from './prompt.ts';

/** What of the chosen app is shown. */
export type View = 'overview' | 'route' | 'diff' | 'conditions' | 'pods' | 'log' | 'events';

/** What is in front of the apps. */
export type Overlay =
	| {readonly kind: 'help'; readonly offset: number}
	| {readonly kind: 'log'; readonly index: number}
	| {readonly kind: 'pick'; readonly what: 'namespace' | 'context'; readonly index: number | undefined}
	/** The app is the one that was chosen when it was opened, whatever is chosen meanwhile. */
	| {readonly kind: 'dialog'; readonly action: DialogName; readonly app: AppInfo | undefined}
	| {readonly kind: 'quit'};

/** One line about what just happened. */
interface Flash {
	readonly words: string;
	readonly tone: Tone;
	readonly at: Date;
}

/** Everything that the user has done to the screen. */
export interface Ui {
	readonly selection: Selection;
	/** Which pane gets the keys, and which one a narrow screen shows. */
	readonly focus: 'apps' | 'app';
	readonly view: View;
	/** Which pane had the keys before the view was opened. */
	readonly viewedFrom: 'apps' | 'app';
	/** Which of the app's logs is shown, from 0. */
	readonly turn: number;
	/** First line of the app's pane in view; of a log `atEnd` follows it. */
	readonly offset: number;
	readonly overlay: Overlay | undefined;
	readonly prompt: Prompt | undefined;
	readonly filter: string;
	readonly order: Order;
	/** What was given after `:`, the newest first. */
	readonly history: readonly string[];
	readonly flash: Flash | undefined;
}

/** Where a log is followed: its last lines are shown, also when there are more. */
const atEnd = Number.MAX_SAFE_INTEGER;

export const firstUi: Ui = {
	selection: firstSelected,
	focus: 'apps',
	view: 'overview',
	viewedFrom: 'apps',
	turn: 0,
	offset: 0,
	overlay: undefined,
	prompt: undefined,
	filter: '',
	order: firstOrder,
	history: [],
	flash: undefined,
};

/** What there is to move in, as it is on the screen now. */
export interface Extent {
	readonly apps: readonly AppInfo[];
	/** Lines of the list, pane or screen that gets the keys, and how many of them are in view. */
	readonly lines: number;
	readonly height: number;
	/** Where a list stands that nobody has moved in yet; 0 unless it is given. */
	readonly start?: number;
}

export type UiAction =
	| {readonly type: 'move'; readonly move: Move; readonly extent: Extent}
	| {readonly type: 'select'; readonly key: string}
	| {readonly type: 'open'}
	| {readonly type: 'back'}
	| {readonly type: 'view'; readonly view: Exclude<View, 'overview'>}
	| {readonly type: 'show'; readonly overlay: Overlay}
	| {readonly type: 'close'}
	| {readonly type: 'prompt'; readonly kind: Prompt['kind']}
	| {readonly type: 'prompt-key'; readonly key: string; readonly candidates: Candidates}
	| {readonly type: 'paste'; readonly text: string}
	| {readonly type: 'give-up'}
	| {readonly type: 'submit'}
	| {readonly type: 'filter'; readonly text: string}
	| {readonly type: 'show-wrong'}
	| {readonly type: 'sort'; readonly order: Order | undefined}
	| {readonly type: 'flash'; readonly flash: Flash | undefined}
	| {readonly type: 'moved'};

type Reducers = {
	readonly [Type in UiAction['type']]: (ui: Ui, action: Extract<UiAction, {readonly type: Type}>) => Ui;
};

const reducers: Reducers = {
	move: (ui, {move, extent}) => moved(ui, move, extent),
	select: (ui, {key}) => ({...ui, selection: {...ui.selection, key}, offset: 0}),
	open: ui => ({...ui, focus: 'app', offset: 0}),
	back,
	view(ui, {view}) {
		if (ui.view === view) return view === 'log' ? {...ui, turn: ui.turn + 1, offset: atEnd} : back(ui);
		const viewedFrom = ui.view === 'overview' ? ui.focus : ui.viewedFrom;
		return {...ui, view, viewedFrom, focus: 'app', turn: 0, offset: view === 'log' ? atEnd : 0};
	},
	show: (ui, {overlay}) => ({...ui, overlay, prompt: undefined}),
	close: ui => ({...ui, overlay: undefined}),
	// Whoever filters wants to see what is left.
	prompt: (ui, {kind}) => ({
		...ui,
		...(kind === 'filter' ? {focus: 'apps', view: 'overview'} : {}),
		prompt: openPrompt(kind, ui.filter),
	}),
	'prompt-key': (ui, {key, candidates}) =>
		ui.prompt ? prompted(ui, promptKey(ui.prompt, key, candidates, ui.history)) : ui,
	paste: (ui, {text}) => (ui.prompt ? prompted(ui, edited(ui.prompt, insertText(ui.prompt.edit, text))) : ui),
	'give-up': ui => ({
		...ui,
		filter: ui.prompt?.kind === 'filter' ? ui.prompt.filterBefore : ui.filter,
		prompt: undefined,
	}),
	submit: ui => ({
		...ui,
		prompt: undefined,
		history: ui.prompt?.kind === 'command' ? remember(ui.history, lineText(ui.prompt.edit)) : ui.history,
	}),
	filter: (ui, {text}) => ({...ui, filter: text}),
	'show-wrong': ui => ({
		...ui,
		focus: 'apps',
		view: 'overview',
		offset: 0,
		filter: ui.filter === wrongFilter ? '' : wrongFilter,
	}),
	sort: (ui, {order}) => ({...ui, order: order ?? nextOrder(ui.order)}),
	flash: (ui, {flash}) => ({...ui, flash}),
	moved: ui => ({...firstUi, order: ui.order, history: ui.history}),
};

/** The screen after something was done to it. */
export function reduceUi(ui: Ui, action: UiAction): Ui {
	const reduce = reducers[action.type] as (ui: Ui, action: UiAction) => Ui;
	return reduce(ui, action);
}

/** Whether `back` leads anywhere. */
export function canGoBack(ui: Ui): boolean {
	return back(ui) !== ui;
}

function back(ui: Ui): Ui {
	if (ui.overlay) return {...ui, overlay: undefined};
	if (ui.view !== 'overview') return {...ui, view: 'overview', focus: ui.viewedFrom, offset: 0};
	if (ui.focus === 'app') return {...ui, focus: 'apps', offset: 0};
	return ui.filter === '' ? ui : {...ui, filter: ''};
}

/** A filter holds while it is typed. */
function prompted(ui: Ui, prompt: Prompt): Ui {
	return {...ui, prompt, filter: prompt.kind === 'filter' ? lineText(prompt.edit) : ui.filter};
}

function moved(ui: Ui, move: Move, {apps, lines, height, start = 0}: Extent): Ui {
	const {overlay} = ui;
	const page = Math.max(1, height - 1);
	if (overlay?.kind === 'help') {
		return {...ui, overlay: {...overlay, offset: scroll(overlay.offset, move, lines, height)}};
	}

	if (overlay?.kind === 'log' || overlay?.kind === 'pick') {
		return {...ui, overlay: {...overlay, index: moveIndex(overlay.index ?? start, move, lines, page)}};
	}

	if (overlay) return ui;
	if (ui.focus === 'app') {
		const offset = scroll(ui.offset, move, lines, height);
		return {...ui, offset: ui.view === 'log' && offset >= lines - height ? atEnd : offset};
	}

	const selection = moveSelection(ui.selection, move, apps, page);
	return selection.key === ui.selection.key ? {...ui, selection} : {...ui, selection, offset: 0};
}

function scroll(offset: number, move: Move, lines: number, height: number): number {
	const offsets = Math.max(1, lines - height + 1);
	return moveIndex(Math.min(offset, offsets - 1), move, offsets, Math.max(1, height - 1));
}

/** The key of an app in the list that a name after a command means: `NAMESPACE/NAME`, or a name alone where there is one of it. */
export function keyOfName(apps: readonly AppInfo[], name: string): string | undefined {
	const found = apps.filter(app => app.name === name || appKey(app) === name);
	return found.length === 1 && found[0] ? appKey(found[0]) : undefined;
}
