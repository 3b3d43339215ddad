import {expect, test} from 'vitest';
import {dialogKeys, type DialogAction, type KeyFacts} from '../../../source/tui/dialogs/dialog-keys.ts';
import {openDialog, step, type DialogEvent, type DialogState} from '../../../source/tui/dialogs/dialog-state.ts';
import type {Flow, Form, Proposal} from '../../../source/tui/dialogs/flow.ts';

const form: Form = {fields: () => [{name: 'uri', label: 'URI'}], initial: {}, check: () => ({})};
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
const flow: Flow = {
	title: 'Clean up wisdom',
	toggles: [{key: 'a', name: 'all', label: 'all', isOn: false}],
	propose: () => Promise.resolve(proposal),
};
const facts: KeyFacts = {
	flow,
	isRefused: false,
	faults: {},
	isRunning: true,
	canRepeat: false,
	pages: 1,
	view: {offset: 5, lines: 40, height: 10},
};

function after(...events: readonly DialogEvent[]): DialogState {
	return events.reduce(step, openDialog(flow.toggles ?? []));
}

const inForm = after({type: 'form-ready', form});
const inPlan = after({type: 'form-ready', form: undefined}, {type: 'planned', proposal});
const onGo = step(inPlan, {type: 'plan-key', key: 'rightArrow'});
const inTyped = [
	{type: 'form-ready', form: undefined},
	{type: 'planned', proposal: {...proposal, typed: 'owl'}},
	{type: 'plan-key', key: 'shift+tab'},
] as const satisfies readonly DialogEvent[];
const inRun = openDialog([], {id: '1'});

test.each<
	[where: string, state: DialogState, key: string, action: DialogAction | undefined, facts?: Partial<KeyFacts>]
>([
	['a form', inForm, 'return', {type: 'submit', faults: {}}],
	['a form', inForm, 'a', {type: 'form-key', key: 'a'}],
	['a form', inForm, 'downArrow', {type: 'form-key', key: 'downArrow'}],
	['a form', inForm, 'pageDown', {type: 'scroll', to: 15}],
	['a form', inForm, 'escape', {type: 'close'}],
	['a form without a plan', inForm, 'return', undefined, {flow: {title: 'Explain'}}],
	['a plan', inPlan, 'return', {type: 'cancel'}],
	['a plan', inPlan, 'escape', {type: 'cancel'}],
	['a plan', inPlan, 'y', {type: 'plan-key', key: 'y'}],
	['a plan', inPlan, 'a', {type: 'toggle', name: 'all'}],
	['a plan', inPlan, 'j', {type: 'scroll', to: 6}],
	['a plan', inPlan, 'G', {type: 'scroll', to: 30}],
	['a plan with Go ahead chosen', onGo, 'return', {type: 'start'}],
	['a plan with something to type', after(...inTyped), 'a', {type: 'plan-key', key: 'a'}],
	['a plan with something to type', after(...inTyped), 'return', undefined],
	[
		'a plan with something to type and Go ahead chosen',
		after(...inTyped, {type: 'plan-key', key: 'shift+tab'}),
		'return',
		undefined,
	],
	['a run', inRun, 'X', {type: 'stop'}],
	['a run', inRun, 'return', undefined],
	['a run', inRun, 'escape', {type: 'close'}],
	['a run', inRun, 'k', {type: 'scroll', to: 4}],
	['a run that has ended', inRun, 'return', {type: 'close'}, {isRunning: false}],
	['a run that has ended', inRun, 'X', undefined, {isRunning: false}],
	['a run that has ended', inRun, 'r', undefined, {isRunning: false}],
	['a run that may go on', inRun, 'r', {type: 'again'}, {isRunning: false, canRepeat: true}],
	['a refusal', inPlan, 'rightArrow', undefined, {isRefused: true}],
	['a refusal', onGo, 'return', {type: 'close'}, {isRefused: true}],
	['a failure', after({type: 'failed', message: 'gone'}), 'r', {type: 'again'}],
	['the making of a plan', after({type: 'form-ready', form: undefined}), 'return', undefined],
])('in %s, case %#, a key does what the hints say', (_, state, key, action, given = {}) => {
	expect(dialogKeys(state, key, {...facts, ...given})).toEqual(action);
});
