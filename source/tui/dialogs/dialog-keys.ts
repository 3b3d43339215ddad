import {stopKey} from '../keys/bindings.ts';
import {clampOffset} from '../lines/box.ts';
import {canGoBack, isUnlocked, type DialogEvent, type DialogState} from './dialog-state.ts';
import type {Flow} from './flow.ts';
import type {Faults} from './form/field.ts';

/** What a key in a dialogue does: an event of its own, or something outside. */
export type DialogAction =
	| DialogEvent
	| {readonly type: 'close'}
	/** Closes a plan that was not gone ahead with. */
	| {readonly type: 'cancel'}
	| {readonly type: 'start'}
	| {readonly type: 'stop'};

export interface KeyFacts {
	readonly flow: Flow;
	readonly isRefused: boolean;
	readonly faults: Faults;
	readonly isRunning: boolean;
	/** Whether what has ended may be started again from here. */
	readonly canRepeat: boolean;
	/** How many pages there are of what came of it. */
	readonly pages: number;
	/** What is in view: first line, lines there are, lines there is room for. */
	readonly view: {readonly offset: number; readonly lines: number; readonly height: number};
}

/** What a key does in a dialogue as it stands; undefined for nothing. */
export function dialogKeys(state: DialogState, key: string, facts: KeyFacts): DialogAction | undefined {
	const {mode} = state;
	const {flow, faults, isRefused} = facts;
	if (key === 'escape') return {type: canGoBack(state) ? 'back' : mode.kind === 'plan' ? 'cancel' : 'close'};
	const scroll = scrollOf(key, facts.view);
	if (mode.kind === 'run') {
		if (key === stopKey && facts.isRunning) return {type: 'stop'};
		const page = pageAt(key, state.page, facts.pages);
		if (page !== undefined) return {type: 'page', to: page};
		if (key === 'r' && facts.canRepeat) return {type: 'again'};
		return !facts.isRunning && key === 'return' ? {type: 'close'} : scroll;
	}

	if (isRefused) return key === 'return' ? {type: 'close'} : undefined;
	if (mode.kind === 'form') {
		if (key === 'return') return flow.propose && {type: 'submit', faults};
		return key === 'pageDown' || key === 'pageUp' ? scroll : {type: 'form-key', key};
	}

	if (mode.kind === 'plan') {
		if (key === 'return') {
			if (mode.focus === 'cancel') return {type: 'cancel'};
			return isUnlocked(mode) ? (mode.focus === 'go' ? {type: 'start'} : {type: 'plan-key', key: 'tab'}) : undefined;
		}

		const isPaging = key === 'pageDown' || key === 'pageUp';
		if (mode.focus === 'typed') return isPaging ? scroll : {type: 'plan-key', key};
		const toggle = flow.toggles?.find(toggle => toggle.key === key);
		return toggle ? {type: 'toggle', name: toggle.name} : (scroll ?? {type: 'plan-key', key});
	}

	return mode.kind === 'failed' && key === 'r' ? {type: 'again'} : scroll;
}

/** Where a key leads among the pages; undefined for one that turns none. */
function pageAt(key: string, page: number, pages: number): number | undefined {
	const steps: Readonly<Record<string, number>> = {n: 1, rightArrow: 1, p: -1, leftArrow: -1};
	const by = steps[key];
	return by === undefined || pages === 1 ? undefined : Math.max(0, Math.min(page + by, pages - 1));
}

function scrollOf(key: string, {offset, lines, height}: KeyFacts['view']): DialogAction | undefined {
	const steps: Readonly<Record<string, number>> = {
		downArrow: 1,
		j: 1,
		upArrow: -1,
		k: -1,
		pageDown: height,
		space: height,
		pageUp: -height,
		home: -lines,
		g: -lines,
		end: lines,
		G: lines,
	};
	const by = steps[key];
	return by === undefined ? undefined : {type: 'scroll', to: clampOffset(offset + by, lines, height)};
}
