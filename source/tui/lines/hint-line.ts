import type {AppInfo, Phase} from '../../info/app.ts';
import {displayWidth} from '../../print/width.ts';
import {bindings} from '../keys/bindings.ts';
import {disabledReason, forbiddenReason, type Binding, type KeyContext, type Place} from '../keys/keys.ts';
import type {Line, Span} from './line.ts';

type Hinted = Binding & {readonly hint: readonly [string, string]};

/** The keys that do something here and now, as many as fit, the most wanted ones first; those that are forbidden are dim, in brackets. */
export function hintLine(place: Place, context: KeyContext, width: number): Line {
	const possible = bindings.filter(binding => isHinted(binding, place, context));
	let shown = possible;
	while (widthOf(shown) - 1 > width && shown.length > 1) {
		const ranks = shown.map(binding => rankOf(binding, place, context));
		const index = ranks.lastIndexOf(Math.max(...ranks));
		shown = shown.toSpliced(index, 1);
	}

	const line = shown.flatMap(binding => hint(binding, forbiddenReason(binding, context) !== undefined));
	return line.map((span, index) => (index === line.length - 1 ? {...span, text: span.text.trimEnd()} : span));
}

function isHinted(binding: Binding, place: Place, context: KeyContext): binding is Hinted {
	if (binding.hint === undefined || !binding.places.includes(place)) return false;
	return disabledReason(binding, context) === undefined || forbiddenReason(binding, context) !== undefined;
}

function hint({hint: [key, does]}: Hinted, isForbidden: boolean): readonly Span[] {
	return isForbidden
		? [{text: `(${key} ${does})`, tone: 'faint'}]
		: [{text: ' '}, {text: key, isBold: true}, {text: ` ${does} `}];
}

function widthOf(shown: readonly Hinted[]): number {
	return shown.reduce((sum, {hint: [key, does]}) => sum + 3 + displayWidth(key) + displayWidth(does), 0);
}

/** How much later what is forbidden comes than it would otherwise: where all changes are, a test has room. */
const forbiddenLag = 3.5;

/**
 * Without an app to act on, the way to one comes first; with one in front, the other views of it, but not the filter. Of a version
 * in trouble its log and its events tell more than its route.
 */
function rankOf(binding: Binding, place: Place, context: KeyContext): number {
	const {id, rank = 0} = binding;
	const {app} = context;
	if (app === undefined && (id === 'init' || id === 'namespace' || id === 'context')) return 1;
	if (forbiddenReason(binding, context) !== undefined) return rank + forbiddenLag;
	if (place === 'app' && id === 'filter') return 30;
	if (place === 'app' && (id === 'container-log' || id === 'events') && app && hasTrouble(app)) return 8;
	return place === 'app' && (id === 'route' || id === 'diff' || id === 'conditions') ? 9 : rank;
}

const troubles: ReadonlySet<Phase> = new Set(['failed', 'down', 'blocked']);

function hasTrouble({versions}: AppInfo): boolean {
	return versions.some(({phase}) => troubles.has(phase));
}
