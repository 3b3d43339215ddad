import type {Store} from '../hooks/use-store.ts';
import type {VisibleApps} from '../hooks/use-visible-apps.ts';
import type {Runs} from '../runs/use-runs.ts';
import {placeOf, type Frame} from '../screens/frame.ts';
import type {Model} from '../screens/model.ts';
import {choices, startOf} from '../screens/overlay-body.ts';
import {appKey, selectedIndex} from '../selection.ts';
import type {Place} from '../session.ts';
import {lineText} from '../state/line-edit.ts';
import {orders} from '../state/order.ts';
import {parseCommand} from '../state/palette.ts';
import {keyOfName, type Ui, type UiAction} from '../state/ui.ts';
import type {TerminalControl} from '../terminal-control.ts';
import {bindingOf} from './bindings.ts';
import {disabledReason, isMove, type Binding, type DialogName, type KeyContext, type Move} from './keys.ts';

/** What the keys work on. */
export interface CommandContext {
	readonly store: Store<Ui, UiAction>;
	/** As it was drawn last. */
	readonly model: Model;
	readonly frame: Frame;
	readonly visible: VisibleApps;
	readonly keyContextOf: (ui: Ui) => KeyContext;
	readonly runs: Runs;
	readonly terminal: TerminalControl;
	readonly now: () => Date;
	readonly onMove: (place: Place) => Promise<void>;
	readonly onExit: (code: number) => void;
}

/** The exit code of a program that Ctrl-C ended (128 plus SIGINT). */
const interrupted = 130;

/** What a key does, by its name. */
export function pressKey(on: CommandContext, key: string): void {
	const {store, terminal, onExit} = on;
	if (key === 'ctrl+c') return onExit(interrupted);
	if (key === 'ctrl+z') return terminal.stop();
	const {prompt, overlay, flash} = store.get();
	if (overlay?.kind === 'dialog') return;
	if (flash) store.dispatch({type: 'flash', flash: undefined});
	if (prompt) return pressInPrompt(on, key);
	if (overlay?.kind === 'quit') {
		if (key === 'q' || key === 'y') onExit(0);
		else if (key === 'escape' || key === 'n') store.dispatch({type: 'close'});
		return;
	}

	const place = placeOf(store.get());
	const binding = place && bindingOf(key, place);
	if (binding) execute(on, binding, '');
}

function pressInPrompt(on: CommandContext, key: string): void {
	const {store, model} = on;
	const {prompt} = store.get();
	if (!prompt) return;
	const line = lineText(prompt.edit);
	if (key === 'escape' || (key === 'backspace' && line === '')) return store.dispatch({type: 'give-up'});
	if (key !== 'return') return store.dispatch({type: 'prompt-key', key, candidates: model.candidates});
	store.dispatch({type: 'submit'});
	if (prompt.kind === 'filter' || line.trim() === '') return;
	const command = parseCommand(line);
	if ('error' in command) flash(on, command.error);
	else execute(on, command.binding, command.argument);
}

/** Executes a command, or says why it cannot be. */
function execute(on: CommandContext, binding: Binding, argument: string): void {
	const {store} = on;
	if (binding.argument === 'APP' && argument !== '') {
		const key = keyOfName(on.visible({filter: '', order: 'name'}), argument);
		if (key === undefined) return flash(on, `there is no app ${argument} here`);
		store.dispatch({type: 'filter', text: ''});
		store.dispatch({type: 'select', key});
	}

	const reason = disabledReason(binding, on.keyContextOf(store.get()));
	if (reason !== undefined) {
		if (reason !== '') flash(on, `${binding.hint?.[1] ?? binding.id}: ${reason}`);
		return;
	}

	executeBinding(on, binding, argument);
}

function executeBinding(on: CommandContext, {id}: Binding, argument: string): void {
	const {store, model, runs, terminal, onMove, onExit} = on;
	const {dispatch} = store;
	switch (id) {
		case 'open':
			return dispatch({type: 'open'});
		case 'back':
			pin(on);
			return dispatch({type: 'back'});
		case 'route':
		case 'diff':
		case 'conditions':
		case 'pods':
		case 'events':
			return dispatch({type: 'view', view: id});
		case 'container-log':
			return dispatch({type: 'view', view: 'log'});
		case 'help':
			return dispatch({type: 'show', overlay: {kind: 'help', offset: 0}});
		case 'log':
			return dispatch({type: 'show', overlay: {kind: 'log', index: 0}});
		case 'filter':
			return dispatch(argument === '' ? {type: 'prompt', kind: 'filter'} : {type: 'filter', text: argument});
		case 'wrong':
			pin(on);
			return dispatch({type: 'show-wrong'});
		case 'command':
			return dispatch({type: 'prompt', kind: 'command'});
		case 'sort': {
			const order = orders.find(order => order === argument);
			if (argument !== '' && !order) return flash(on, `there is no order ${argument}: ${orders.join(', ')}`);
			pin(on);
			return dispatch({type: 'sort', order});
		}
		case 'namespace':
		case 'context':
			if (argument === '') return dispatch({type: 'show', overlay: {kind: 'pick', what: id, index: undefined}});
			return void onMove(placeWith(model.place, id, argument === 'all' ? undefined : argument));
		case 'choose':
			return choose(on);
		case 'copy': {
			const run = chosenRun(on);
			if (!run) return;
			terminal.copy(run.command);
			return flash(on, `copied: ${run.command}`);
		}
		case 'stop': {
			const run = chosenRun(on);
			return run && runs.stop(run.id);
		}
		case 'quit': {
			const isBusy = runs.list.some(({status}) => status === 'running');
			return isBusy ? dispatch({type: 'show', overlay: {kind: 'quit'}}) : onExit(0);
		}
		default:
			return moveOrAct(on, id);
	}
}

/** Keeps the chosen app chosen when others come back or take its place. */
function pin({store, visible}: CommandContext): void {
	const {selection} = store.get();
	const apps = visible(store.get());
	const app = apps[selectedIndex(selection, apps)];
	if (app && appKey(app) !== selection.key) store.dispatch({type: 'select', key: appKey(app)});
}

function moveOrAct({store, frame, visible}: CommandContext, id: Move | DialogName): void {
	const ui = store.get();
	const apps = visible(ui);
	if (isMove(id)) {
		const extent = {apps, ...(frame.body?.extent ?? {lines: 0, height: 0})};
		return store.dispatch({type: 'move', move: id, extent});
	}

	const app = apps[selectedIndex(ui.selection, apps)];
	store.dispatch({type: 'show', overlay: {kind: 'dialog', action: id, app}});
}

function choose(on: CommandContext): void {
	const {store, model, onMove} = on;
	const {overlay} = store.get();
	if (overlay?.kind !== 'pick') return;
	const list = choices(model, overlay.what);
	const chosen = list?.[overlay.index ?? startOf(list)];
	if (!chosen) return;
	store.dispatch({type: 'close'});
	if (!chosen.isCurrent) void onMove(placeWith(model.place, overlay.what, chosen.value));
}

function placeWith(place: Place, what: 'namespace' | 'context', value: string | undefined): Place {
	return what === 'context' ? {context: value, namespace: place.namespace} : {...place, namespace: value};
}

function chosenRun({store, model}: CommandContext) {
	const {overlay} = store.get();
	return overlay?.kind === 'log' ? model.runs[overlay.index] : undefined;
}

function flash({store, now}: CommandContext, words: string): void {
	store.dispatch({type: 'flash', flash: {words, tone: 'waiting', at: now()}});
}
