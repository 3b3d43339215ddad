import type {AppSpec} from './app-spec.ts';
import {hasPredictors} from './reach.ts';

/** A path as a rule asks for it; `segments` is a prefix of whole segments. */
export interface PathMatch {
	readonly kind: 'exact' | 'prefix' | 'segments';
	readonly value: string;
}

/** What a rule makes of a path: another one, one with other first segments, or what a pattern of RE2 makes of it. */
export type PathChange =
	| {readonly kind: 'whole'; readonly value: string}
	| {readonly kind: 'segments'; readonly value: string}
	| {readonly kind: 'pattern'; readonly pattern: string; readonly substitution: string};

/** Requests of some paths, which a rule of their own takes. */
export interface PathCase {
	/** What tells the rule from the others of its version, in its name. */
	readonly suffix: string;
	/** Undefined for every path that is left. */
	readonly path: PathMatch | undefined;
	readonly change: PathChange | undefined;
	/** Whether it goes to ModelMesh's REST proxy. */
	readonly isRest: boolean;
	/** Whether it goes to the explainer of a version that has one. */
	readonly isExplain: boolean;
}

const rest: PathCase = {suffix: '', path: undefined, change: undefined, isRest: false, isExplain: false};

/**
 * The paths that a version of an app tells apart, first those to be tried first.
 *
 * For KServe's predictors `/` stands for infer (Iter8's tutorial), and the app's name in the paths of the protocols V1 and V2
 * becomes the version's model name; where a version has an explainer, what it explains has a case of its own. A path that names a
 * version itself, health, metadata and OpenAI's paths stay as they are. ModelMesh finds the model by a header; what is not REST
 * there is gRPC.
 */
export function pathCases(app: AppSpec, model: string | undefined): readonly PathCase[] {
	if (app.appType === 'kserve-modelmesh') return modelMeshCases(app);
	if (!hasPredictors(app) || model === undefined) return [rest];
	const infer: PathCase = {
		...rest,
		suffix: '-infer',
		path: exact('/'),
		change: whole(inferPath(model)),
	};
	const explain = app.versions.some(({components}) => components?.explainer) ? explainCases(app.name, model) : [];
	if (model === app.name) return [infer, ...explain, rest];
	if (app.mesh === 'istio') return [infer, ...explain, ...istioCases(app.name, model)];
	const others = httpRouteCases(app.name, model);
	return [infer, ...explain, ...(explain.length > 0 ? others.filter(({suffix}) => suffix !== '-explain') : others)];
}

/** What explains the app's predictions in protocol V1 (KServe, `ExplainPrefix`). */
function explainCases(name: string, model: string): readonly PathCase[] {
	const [from, to] = [name, model].map(each => `/v1/models/${each}:explain`);
	return [
		{
			...rest,
			suffix: '-explain',
			path: exact(from),
			change: name === model ? undefined : whole(to),
			isExplain: true,
		},
	];
}

/** Envoy applies a pattern to the path without its query. What follows the name ends it, so that `wisdom` is not `wisdom-1`. */
function istioCases(name: string, model: string): readonly PathCase[] {
	const pattern = `^/(v1|v2)/models/${name}([/:].*)?$`;
	return [{...rest, change: {kind: 'pattern', pattern, substitution: `/\\1/models/${model}\\2`}}];
}

/** An HTTPRoute has no patterns: what follows the name is a slash, or one of V1's two verbs. */
function httpRouteCases(name: string, model: string): readonly PathCase[] {
	const [from, to] = [name, model].map(each => `/v1/models/${each}`);
	return [
		...['predict', 'explain'].map((verb): PathCase => ({
			...rest,
			suffix: `-${verb}`,
			path: exact(`${from}:${verb}`),
			change: whole(`${to}:${verb}`),
		})),
		{...rest, suffix: '-v2', path: segments(`/v2/models/${name}`), change: segments(`/v2/models/${model}`)},
		{...rest, suffix: '-v1', path: segments(from), change: segments(to)},
		rest,
	];
}

function modelMeshCases({name}: AppSpec): readonly PathCase[] {
	return [
		{...rest, suffix: '-infer', path: exact('/'), change: whole(inferPath(name)), isRest: true},
		{...rest, suffix: '-rest', path: segments('/v2'), isRest: true},
		rest,
	];
}

function inferPath(model: string): string {
	return `/v2/models/${model}/infer`;
}

function exact(value = ''): PathMatch {
	return {kind: 'exact', value};
}

function whole(value = ''): PathChange {
	return {kind: 'whole', value};
}

function segments(value = ''): {readonly kind: 'segments'; readonly value: string} {
	return {kind: 'segments', value};
}
