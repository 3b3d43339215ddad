import type {AppInfo} from '../../info/app.ts';

/** Which apps are shown. */
type Filter =
	| {readonly kind: 'all'}
	| {readonly kind: 'text'; readonly text: string; readonly isInverse: boolean}
	| {readonly kind: 'labels'; readonly requirements: readonly Requirement[]};

interface Requirement {
	readonly label: string;
	/** Undefined: any value, so that the label only has to be there. */
	readonly value: string | undefined;
	readonly isInverse: boolean;
}

export type Labels = Readonly<Record<string, string>>;

/** What is typed after `/`: a text, `!` and a text that must not be there, or `-l` and equality requirements on labels. */
export function parseFilter(text: string): Filter {
	const trimmed = text.trim();
	const labels = /^-l\s*(.*)$/.exec(trimmed)?.[1];
	if (labels !== undefined) {
		const requirements = labels.split(',').flatMap(part => requirementOf(part.trim()) ?? []);
		return requirements.length === 0 ? {kind: 'all'} : {kind: 'labels', requirements};
	}

	const isInverse = trimmed.startsWith('!');
	const sought = (isInverse ? trimmed.slice(1) : trimmed).trim().toLowerCase();
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

/** The apps that a filter lets through: by what their row says, without regard to case, or by the labels of their routemap. */
export function filterApps(
	apps: readonly AppInfo[],
	filter: Filter,
	labelsOf: (app: AppInfo) => Labels,
): readonly AppInfo[] {
	if (filter.kind === 'all') return apps;
	if (filter.kind === 'text') {
		return apps.filter(app => rowText(app).includes(filter.text) !== filter.isInverse);
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

function rowText({namespace, name, state, strategy, versions}: AppInfo): string {
	return [`${namespace}/${name}`, state.word, strategy, ...versions.map(({name}) => name)].join(' ').toLowerCase();
}
