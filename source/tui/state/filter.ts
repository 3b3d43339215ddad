import type {AppInfo} from '../../info/app.ts';
import {isDescribed} from '../../info/describe-apps.ts';
import {isWrong, type State} from '../../info/states/state.ts';
import type {StatesOf} from '../../info/states/states-of.ts';

/** Which apps are shown. */
type Filter =
	| {readonly kind: 'all'}
	| {readonly kind: 'text'; readonly text: string; readonly isInverse: boolean}
	| {readonly kind: 'state'; readonly text: string; readonly isInverse: boolean}
	| {readonly kind: 'labels'; readonly requirements: readonly Requirement[]};

interface Requirement {
	readonly label: string;
	/** Undefined: any value, so that the label only has to be there. */
	readonly value: string | undefined;
	readonly isInverse: boolean;
}

export type Labels = Readonly<Record<string, string>>;

/** The filter that leaves only what is wrong. */
export const wrongFilter = 'state:wrong';

/**
 * What is typed after `/`: a text, `state:` and a state, either after `!` for what must not be there, or `-l` and equality
 * requirements on labels.
 */
export function parseFilter(text: string): Filter {
	const trimmed = text.trim();
	const labels = /^-l\s*(.*)$/.exec(trimmed)?.[1];
	if (labels !== undefined) {
		const requirements = labels.split(',').flatMap(part => requirementOf(part.trim()) ?? []);
		return requirements.length === 0 ? {kind: 'all'} : {kind: 'labels', requirements};
	}

	const isInverse = trimmed.startsWith('!');
	const sought = (isInverse ? trimmed.slice(1) : trimmed).trim().toLowerCase();
	const state = /^state:\s*(.*)$/.exec(sought)?.[1];
	if (state !== undefined) return state === '' ? {kind: 'all'} : {kind: 'state', text: state, isInverse};
	return sought === '' ? {kind: 'all'} : {kind: 'text', text: sought, isInverse};
}

function requirementOf(part: string): Requirement | undefined {
	if (part === '' || part === '!') return undefined;
	const [, label = '', operator, value = ''] = /^([^=!]+?)\s*(==|=|!=)\s*(.*)$/.exec(part) ?? [];
	if (operator !== undefined) return {label, value, isInverse: operator === '!='};
	return part.startsWith('!')
		? {label: part.slice(1).trim(), value: undefined, isInverse: true}
		: {label: part, value: undefined, isInverse: false};
}

/** The apps that a filter lets through: by what their row says, without regard to case, by their states, or by the labels of their routemap. */
export function filterApps(
	apps: readonly AppInfo[],
	filter: Filter,
	{labelsOf, statesOf}: {readonly labelsOf: (app: AppInfo) => Labels; readonly statesOf: StatesOf},
): readonly AppInfo[] {
	if (filter.kind === 'all') return apps;
	if (filter.kind === 'text') {
		return apps.filter(app => rowText(app, statesOf).includes(filter.text) !== filter.isInverse);
	}

	if (filter.kind === 'state') {
		const isMeant = (state: State): boolean => isStateOf(state, filter.text);
		return apps.filter(app => isDescribed(app) && statesOf(app).some(isMeant) !== filter.isInverse);
	}

	return apps.filter(app => {
		const labels = labelsOf(app);
		return filter.requirements.every(requirement => meets(labels, requirement));
	});
}

function meets(labels: Labels, {label, value, isInverse}: Requirement): boolean {
	const found = Object.hasOwn(labels, label) ? labels[label] : undefined;
	return (value === undefined ? found !== undefined : found === value) !== isInverse;
}

/** Words for more than one state: `wrong` asks for action, `failed` is broken; else a part of the state's own word. */
function isStateOf(state: State, text: string): boolean {
	if (text === 'wrong') return isWrong(state);
	if (text === 'failed') return state.severity === 'broken';
	return state.severity === text || state.word.includes(text);
}

function rowText(app: AppInfo, statesOf: StatesOf): string {
	const {namespace, name, strategy, versions} = app;
	return [`${namespace}/${name}`, statesOf(app)[0].word, strategy, ...versions.map(({name}) => name)]
		.join(' ')
		.toLowerCase();
}
