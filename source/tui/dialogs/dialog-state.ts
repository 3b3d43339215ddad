import {editLine, emptyLine, insertText, lineText, type LineEdit} from '../state/line-edit.ts';
import type {Form, Proposal, Toggle} from './flow.ts';
import type {Faults} from './form/field.ts';
import {
	completeValues,
	formKey,
	formPaste,
	formRefused,
	formValues,
	openForm,
	reopenForm,
	type FormState,
} from './form/form-state.ts';

/** What a plan's keys go to. */
type PlanFocus = 'typed' | 'cancel' | 'go';

/** How far an action has come in its dialogue. */
export type DialogMode =
	| {readonly kind: 'loading'}
	| {readonly kind: 'form'}
	| {readonly kind: 'planning'}
	| {readonly kind: 'plan'; readonly proposal: Proposal; readonly focus: PlanFocus; readonly typed: LineEdit}
	| {readonly kind: 'failed'; readonly message: string}
	| {readonly kind: 'run'; readonly id: string; readonly note: string | undefined};

export interface DialogState {
	readonly mode: DialogMode;
	readonly form: {readonly spec: Form; readonly state: FormState} | undefined;
	/** Those that are on, by name. */
	readonly toggles: ReadonlySet<string>;
	/** Which page of what came of it is shown, from 0. */
	readonly page: number;
	/** First line in view where the user has scrolled; undefined follows what has the focus. */
	readonly scroll: number | undefined;
}

export type DialogEvent =
	| {readonly type: 'form-ready'; readonly form: Form | undefined}
	| {readonly type: 'form-key'; readonly key: string}
	| {readonly type: 'paste'; readonly text: string}
	| {readonly type: 'submit'; readonly faults: Faults}
	| {readonly type: 'planned'; readonly proposal: Proposal}
	| {readonly type: 'failed'; readonly message: string}
	| {readonly type: 'plan-key'; readonly key: string}
	| {readonly type: 'toggle'; readonly name: string}
	| {readonly type: 'started'; readonly id: string}
	| {readonly type: 'again'}
	| {readonly type: 'back'}
	| {readonly type: 'page'; readonly to: number}
	| {readonly type: 'scroll'; readonly to: number};

/** A dialogue as it opens: with an action that runs already, or from the beginning. */
export function openDialog(
	toggles: readonly Toggle[],
	run?: {readonly id: string; readonly note?: string},
): DialogState {
	return {
		mode: run ? {kind: 'run', id: run.id, note: run.note} : {kind: 'loading'},
		form: undefined,
		toggles: new Set(toggles.filter(({isOn}) => isOn).map(({name}) => name)),
		page: 0,
		scroll: undefined,
	};
}

/** Whether Esc leads back to the form; otherwise it closes the dialogue. */
export function canGoBack({mode, form}: DialogState): boolean {
	return form !== undefined && (mode.kind === 'planning' || mode.kind === 'plan' || mode.kind === 'failed');
}

/** Whether all that has to be typed before going ahead is. */
export function isUnlocked({proposal, typed}: Extract<DialogMode, {kind: 'plan'}>): boolean {
	return proposal.typed === undefined || lineText(typed) === proposal.typed;
}

/** The dialogue after an event; what answers a question that is no longer asked changes nothing. */
export function step(state: DialogState, event: DialogEvent): DialogState {
	const {mode, form} = state;
	const go = (next: DialogMode): DialogState => ({...state, mode: next, page: 0, scroll: undefined});
	switch (event.type) {
		case 'form-ready': {
			if (mode.kind !== 'loading') return state;
			if (!event.form) return go({kind: 'planning'});
			return {...go({kind: 'form'}), form: {spec: event.form, state: firstForm(event.form)}};
		}
		case 'form-key': {
			return withForm(state, (before, spec) => formKey(before, event.key, spec.fields(formValues(before))));
		}
		case 'paste': {
			if (mode.kind === 'plan' && mode.focus === 'typed') {
				return go({...mode, typed: insertText(mode.typed, event.text.trim())});
			}

			return withForm(state, (before, spec) => formPaste(before, event.text, spec.fields(formValues(before))));
		}
		case 'submit': {
			if (Object.keys(event.faults).length === 0) return go({kind: 'planning'});
			return withForm(state, (before, spec) => formRefused(before, event.faults, spec.fields(formValues(before))));
		}
		case 'planned': {
			return mode.kind === 'planning'
				? go({kind: 'plan', proposal: event.proposal, focus: 'cancel', typed: emptyLine})
				: state;
		}
		case 'failed': {
			return mode.kind === 'planning' || mode.kind === 'loading' ? go({kind: 'failed', message: event.message}) : state;
		}
		case 'plan-key': {
			return mode.kind === 'plan' ? {...state, mode: planKey(mode, event.key)} : state;
		}
		case 'toggle': {
			return {...go({kind: 'planning'}), toggles: flipped(state.toggles, event.name)};
		}
		case 'started': {
			return go({kind: 'run', id: event.id, note: undefined});
		}
		case 'again': {
			return go({kind: form ? 'planning' : 'loading'});
		}
		case 'page': {
			return {...state, page: event.to, scroll: 0};
		}
		case 'back': {
			return {...go({kind: 'form'}), form: form && {...form, state: reopenForm(form.state)}};
		}
		default: {
			return {...state, scroll: event.to};
		}
	}
}

function flipped(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
	return names.has(name) ? new Set([...names].filter(other => other !== name)) : new Set([...names, name]);
}

function firstForm(spec: Form): FormState {
	const fields = spec.fields(spec.initial);
	return openForm(completeValues(spec.initial, fields), fields[0]?.name ?? '');
}

function withForm(state: DialogState, change: (form: FormState, spec: Form) => FormState): DialogState {
	const {form, mode} = state;
	if (!form || mode.kind !== 'form') return state;
	return {...state, scroll: undefined, form: {...form, state: change(form.state, form.spec)}};
}

/**
 * Tab and the arrows move between what has to be typed and the buttons, y and n choose one of them; nothing but Enter on Go ahead
 * starts anything.
 */
function planKey(mode: Extract<DialogMode, {kind: 'plan'}>, key: string): DialogMode {
	const order: readonly PlanFocus[] = mode.proposal.typed === undefined ? ['cancel', 'go'] : ['typed', 'cancel', 'go'];
	const move = (by: number): DialogMode => {
		const next = order[(order.indexOf(mode.focus) + by + order.length) % order.length];
		return {...mode, focus: next ?? 'cancel'};
	};
	if (key === 'tab') return move(1);
	if (key === 'shift+tab') return move(-1);
	if (mode.focus === 'typed') return {...mode, typed: editLine(mode.typed, key) ?? mode.typed};
	if (key === 'rightArrow' || key === 'y') return {...mode, focus: 'go'};
	if (key === 'n') return {...mode, focus: 'cancel'};
	return key === 'leftArrow' ? {...mode, focus: mode.focus === 'go' ? 'cancel' : (order[0] ?? 'cancel')} : mode;
}
