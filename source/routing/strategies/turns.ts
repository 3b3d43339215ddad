import type {AppSpec} from '../app-spec.ts';
import {needsTwoPasses} from '../reach.ts';
import {Expression} from '../template-text.ts';
import {defaultMatch, isWeighted} from './strategies.ts';

/** Rules of a route for requests that get the same treatment, in terms of an app and not of a mesh. */
export interface Stretch {
	readonly name: string;
	/** Of which one must hold; undefined for every request that is left. */
	readonly clauses: readonly unknown[] | undefined;
	/** The model name that the paths get; undefined where a second pass does that. */
	readonly model: string | undefined;
	/** Versions that share the requests: one whole, or several by weight. */
	readonly shares: readonly Share[];
	/** Versions that get copies. */
	readonly mirrors: readonly WeightedShare[];
	/** Which pass through the gateway it is: the only one, or the first or the second of two. */
	readonly pass: 'only' | 'first' | 'second';
}

/** A version's part in a rule: under a condition (Go template) and by its weight, or the whole. */
export interface Share {
	readonly index: number;
	readonly when: string | undefined;
}

interface WeightedShare extends Share {
	readonly when: string;
}

/** Stretches of which the first whose condition (Go template) holds is in the route. */
export interface Turn {
	readonly branches: readonly {readonly when: string | undefined; readonly stretch: Stretch}[];
}

/** The rules of an app's route, in the order in which they are tried. */
export function planOf(app: AppSpec): readonly Turn[] {
	switch (app.strategy) {
		case 'canary':
			return [...app.versions.slice(1).map((_, index) => candidateTurn(app, index + 1)), firstServing(app)];
		case 'blue-green':
			return needsTwoPasses(app)
				? [...app.versions.map((_, index) => branchTurn(app, index)), split(app)]
				: [split(app)];
		default:
			return [firstServing(app)];
	}
}

function candidateTurn(app: AppSpec, index: number): Turn {
	const clauses = app.versions[index]?.match ?? defaultMatch;
	return {branches: [{when: serves(index), stretch: {...ownStretch(app, index), clauses}}]};
}

/**
 * Whatever is left goes to the primary, and while that does not serve to the first version that does, so that no request is lost
 * as long as anything serves.
 */
function firstServing(app: AppSpec): Turn {
	const copies = app.strategy === 'mirror' ? weighted(app) : [];
	const last = app.versions.length - 1;
	return {
		branches: app.versions.map((_, index) => ({
			when: index === 0 ? primaryServes(app) : index === last ? undefined : serves(index),
			stretch: {...ownStretch(app, index), mirrors: copies.filter(share => share.index > index)},
		})),
	};
}

/** What comes from the first pass with a version's name in the header. */
function branchTurn(app: AppSpec, index: number): Turn {
	const when = index === 0 ? primaryServes(app) : serves(index);
	return {branches: [{when, stretch: {...ownStretch(app, index), pass: 'second'}}]};
}

/** Requests that the versions share by weight. A version of weight 0 is no destination: a mesh refuses weights that are all 0. */
function split(app: AppSpec): Turn {
	const pass = needsTwoPasses(app) ? 'first' : 'only';
	const own = ownStretch(app, 0);
	const stretch = {...own, name: 'split', model: pass === 'first' ? undefined : own.model, pass} as const;
	return {
		branches: [{when: undefined, stretch: app.versions.length === 1 ? stretch : {...stretch, shares: weighted(app)}}],
	};
}

function ownStretch(app: AppSpec, index: number): Stretch {
	const name = app.versions[index]?.name ?? '';
	return {
		name,
		clauses: undefined,
		model: app.modelName ?? name,
		shares: [{index, when: undefined}],
		mirrors: [],
		pass: 'only',
	};
}

function weighted(app: AppSpec): readonly WeightedShare[] {
	return app.versions
		.map((_, index) => ({index, when: (index === 0 && primaryServes(app)) || serves(index)}))
		.filter(({index}) => isWeighted(app.strategy, index));
}

/** The condition that at least one of several holds. */
export function anyOf(conditions: readonly string[]): string {
	return conditions.length === 1 ? conditions.join('') : `or ${conditions.map(when => `(${when})`).join(' ')}`;
}

/** The weight of a version that has a part: the primary's is 1 where no version has any. */
export function weightOf(index: number): Expression {
	return new Expression(index === 0 ? 'or (index .Weights 0) 1' : `index .Weights ${index}`);
}

/** The same as a percentage. An override may exceed it, which meshes refuse. */
export function percentOf(index: number): Expression {
	const weight = `index .Weights ${index}`;
	return new Expression(`if gt (${weight}) 100 }}100{{ else }}{{ ${weight} }}{{ end`);
}

function serves(index: number): string {
	return `gt (index .Weights ${index}) 0`;
}

/** That the primary has a weight, or that no version has one; undefined where there is no other version. */
function primaryServes({versions}: AppSpec): string | undefined {
	const others = versions.slice(1).map((_, index) => serves(index + 1));
	return others.length === 0 ? undefined : `or (${serves(0)}) (not (${anyOf(others)}))`;
}
