import {expect, test} from 'vitest';
import {
	canGoBack,
	isUnlocked,
	openDialog,
	step,
	type DialogEvent,
	type DialogMode,
} from '../../../source/tui/dialogs/dialog-state.ts';
import type {Form, Proposal} from '../../../source/tui/dialogs/flow.ts';
import {formValues} from '../../../source/tui/dialogs/form/form-state.ts';
import {lineText} from '../../../source/tui/state/line-edit.ts';

const toggles = [{key: 'a', name: 'all', label: 'all', isOn: false}];
const form: Form = {fields: () => [{name: 'uri', label: 'URI'}], initial: {uri: 'gs://one'}, check: () => ({})};
const proposal: Proposal = {
	warnings: [],
	job: {
		action: 'cleanup',
		app: {namespace: 'models', name: 'wisdom'},
		title: 'clean up wisdom',
		command: 'kubectl iter8 cleanup wisdom -n models',
		titles: [],
		work: () => Promise.resolve(),
		stopping: new AbortController(),
	},
};

function after(...events: readonly DialogEvent[]) {
	return events.reduce(step, openDialog(toggles));
}

function planAfter(given: Proposal, ...keys: readonly string[]): Extract<DialogMode, {kind: 'plan'}> {
	const {mode} = after(
		{type: 'form-ready', form: undefined},
		{type: 'planned', proposal: given},
		...keys.map((key): DialogEvent => ({type: 'plan-key', key})),
	);
	if (mode.kind !== 'plan') throw new Error(`there is no plan but ${mode.kind}`);
	return mode;
}

test('without a form the plan is made at once', () => {
	expect(after().mode).toEqual({kind: 'loading'});
	expect(after({type: 'form-ready', form: undefined}).mode).toEqual({kind: 'planning'});
});

test('a form comes first, and Esc leads back to it with what was typed', () => {
	const filled = after({type: 'form-ready', form}, {type: 'form-key', key: '2'}, {type: 'submit', faults: {}});
	expect(filled.mode).toEqual({kind: 'planning'});
	expect(canGoBack(filled)).toBe(true);
	const back = step(step(filled, {type: 'planned', proposal}), {type: 'back'});
	expect(back.mode).toEqual({kind: 'form'});
	expect(back.form && formValues(back.form.state)).toEqual({uri: 'gs://one2'});
});

test('a form with faults is not left', () => {
	expect(after({type: 'form-ready', form}, {type: 'submit', faults: {uri: 'no'}}).mode).toEqual({kind: 'form'});
});

test('a plan that nobody waits for any more changes nothing', () => {
	const back = after({type: 'form-ready', form}, {type: 'submit', faults: {}}, {type: 'back'});
	expect(step(back, {type: 'planned', proposal})).toBe(back);
	expect(step(back, {type: 'failed', message: 'gone'})).toBe(back);
});

test('Cancel has the focus of a plan, and only a key that moves takes it away', () => {
	expect(planAfter(proposal).focus).toBe('cancel');
	expect(planAfter(proposal, 'y', 'g', 'space', 'leftArrow').focus).toBe('cancel');
	expect(planAfter(proposal, 'rightArrow').focus).toBe('go');
	expect(planAfter(proposal, 'rightArrow', 'leftArrow').focus).toBe('cancel');
	expect(planAfter(proposal, 'tab').focus).toBe('go');
	expect(planAfter(proposal, 'tab', 'tab').focus).toBe('cancel');
});

test('where the name has to be typed nothing goes ahead before it is', () => {
	const typed = {...proposal, typed: 'owl'};
	expect(planAfter(typed).focus).toBe('cancel');
	expect(isUnlocked(planAfter(typed))).toBe(false);
	const half = planAfter(typed, 'leftArrow', 'o', 'w');
	expect([half.focus, lineText(half.typed), isUnlocked(half)]).toEqual(['typed', 'ow', false]);
	expect(isUnlocked(planAfter(typed, 'shift+tab', 'o', 'w', 'x', 'backspace', 'l'))).toBe(true);
});

test('a toggle is flipped and the plan made anew', () => {
	const flipped = after(
		{type: 'form-ready', form: undefined},
		{type: 'planned', proposal},
		{type: 'toggle', name: 'all'},
	);
	expect([flipped.mode, [...flipped.toggles]]).toEqual([{kind: 'planning'}, ['all']]);
	expect([...step(flipped, {type: 'toggle', name: 'all'}).toggles]).toEqual([]);
});

test('what failed is tried again from where there is something to try', () => {
	const failed = after({type: 'form-ready', form: undefined}, {type: 'failed', message: 'gone'});
	expect(failed.mode).toEqual({kind: 'failed', message: 'gone'});
	expect(step(failed, {type: 'again'}).mode).toEqual({kind: 'loading'});
	const filled = after({type: 'form-ready', form}, {type: 'submit', faults: {}}, {type: 'failed', message: 'gone'});
	expect(step(filled, {type: 'again'}).mode).toEqual({kind: 'planning'});
});

test('a dialogue opens on the action that runs already', () => {
	expect(openDialog(toggles, {id: '7', note: 'wait'}).mode).toEqual({kind: 'run', id: '7', note: 'wait'});
});
