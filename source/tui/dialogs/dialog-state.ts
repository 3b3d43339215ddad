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
	type FormState,
} from './form/form-state.ts';

/** What a plan's keys go to. */
export type PlanFocus = 'typed' | 'cancel' | 'go';

/** How far an action has come in its dialogue. */
export type Stage =
	| {readonly kind: 'loading'}
	| {readonly kind: 'form'}
	| {readonly kind: 'planning'}
	| {readonly kind: 'plan'; readonly proposal: Proposal; readonly focus: PlanFocus; readonly typed: LineEdit}
	| {readonly kind: 'failed'; readonly message: string}
	| {readonly kind: 'run'; readonly id: string; readonly note: string | undefined};

export interface DialogState {
	readonly stage: Stage;
	readonly form: {readonly spec: Form; readonly state: FormState} | undefined;
	/** Those that are on, by name. */
	readonly toggles: ReadonlySet<string>;
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
	| {readonly type: 'scroll'; readonly to: number};

/** A dialogue as it opens: with an action that runs already, or from the beginning. */
export function openDialog(
	toggles: readonly Toggle[],
	run?: {readonly id: string; readonly note?: string},
): DialogState {
	return {
		stage: run ? {kind: 'run', id: run.id, note: run.note} : {kind: 'loading'},
		form: undefined,
		toggles: new Set(toggles.filter(({isOn}) => isOn).map(({name}) => name)),
		scroll: undefined,
	};
}

/** Whether Esc leads back to the form; otherwise it closes the dialogue. */
export function canGoBack({stage, form}: DialogState): boolean {
	return form !== undefined && (stage.kind === 'planning' || stage.kind === 'plan' || stage.kind === 'failed');
}

/** Whether all that has to be typed before going ahead is. */
export function isUnlocked({proposal, typed}: Extract<Stage, {kind: 'plan'}>): boolean {
	return proposal.typed === undefined || lineText(typed) === proposal.typed;
}

/** The dialogue after an event; what answers a question that is no longer asked changes nothing. */
export function step(state: DialogState, event: DialogEvent): DialogState {
	const {stage, form} = state;
	const go = (next: Stage): DialogState => ({...state, stage: next, scroll: undefined});
	switch (event.type) {
		case 'form-ready': {
			if (stage.kind !== 'loading') return state;
			if (!event.form) return go({kind: 'planning'});
			return {...go({kind: 'form'}), form: {spec: event.form, state: firstForm(event.form)}};
		}
		case 'form-key': {
			return withForm(state, (before, spec) => formKey(before, event.key, spec.fields(formValues(before))));
		}
		case 'paste': {
			if (stage.kind === 'plan' && stage.focus === 'typed') {
				return go({...stage, typed: insertText(stage.typed, event.text.trim())});
			}

			return withForm(state, (before, spec) => formPaste(before, event.text, spec.fields(formValues(before))));
		}
		case 'submit': {
			if (Object.keys(event.faults).length === 0) return go({kind: 'planning'});
			return withForm(state, (before, spec) => formRefused(before, event.faults, spec.fields(formValues(before))));
		}
		case 'planned': {
			return stage.kind === 'planning'
				? go({kind: 'plan', proposal: event.proposal, focus: 'cancel', typed: emptyLine})
				: state;
		}
		case 'failed': {
			return stage.kind === 'planning' || stage.kind === 'loading'
				? go({kind: 'failed', message: event.message})
				: state;
		}
		case 'plan-key': {
			return stage.kind === 'plan' ? {...state, stage: planKey(stage, event.key)} : state;
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
		case 'back': {
			return go({kind: 'form'});
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
	const {form, stage} = state;
	if (!form || stage.kind !== 'form') return state;
	return {...state, scroll: undefined, form: {...form, state: change(form.state, form.spec)}};
}

/** Tab and the arrows move between what has to be typed and the buttons; nothing but Enter on Go ahead starts anything. */
function planKey(stage: Extract<Stage, {kind: 'plan'}>, key: string): Stage {
	const order: readonly PlanFocus[] = stage.proposal.typed === undefined ? ['cancel', 'go'] : ['typed', 'cancel', 'go'];
	const move = (by: number): Stage => {
		const next = order[(order.indexOf(stage.focus) + by + order.length) % order.length];
		return {...stage, focus: next ?? 'cancel'};
	};
	if (key === 'tab') return move(1);
	if (key === 'shift+tab') return move(-1);
	if (stage.focus === 'typed') return {...stage, typed: editLine(stage.typed, key) ?? stage.typed};
	if (key === 'rightArrow') return {...stage, focus: 'go'};
	return key === 'leftArrow' ? {...stage, focus: stage.focus === 'go' ? 'cancel' : (order[0] ?? 'cancel')} : stage;
}
