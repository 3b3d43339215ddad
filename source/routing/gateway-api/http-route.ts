import {apiVersionOf, httpRoutes} from '../../objects/resource.ts';
import type {AppSpec} from '../app-spec.ts';
import {clausePath, commonPath, isTaken, type RoutePath} from '../clause-path.ts';
import {destinationOf} from '../destination.ts';
import {pathCases, type PathCase, type PathChange} from '../path-cases.ts';
import {branchHeader, gatewaysOf, hostsOf, portOf} from '../reach.ts';
import {anyOf, percentOf, weightOf, type Share, type Stretch, type Turn} from '../strategies/turns.ts';
import {Choice, choiceOf, Only, templateText} from '../template-text.ts';
import {matchOf, pathOf} from './match.ts';

/**
 * The template of an HTTPRoute with some of an app's turns. Where none of them may be in it, it has a rule that no client asks for:
 * an HTTPRoute without rules takes everything.
 */
export function httpRouteTemplate(app: AppSpec, name: string, turns: readonly Turn[]): string {
	const rules = turns.flatMap(({branches}) =>
		choiceOf(branches.map(({when, stretch}) => ({when, items: rulesOf(app, stretch)}))),
	);
	const conditions = turns.map(({branches}) => branches.at(-1)?.when);
	const spare = conditions.includes(undefined)
		? []
		: [new Choice([{when: `not (${anyOf(conditions.filter(when => when !== undefined))})`, items: [spareRule]}])];
	return templateText({
		apiVersion: apiVersionOf(httpRoutes),
		kind: httpRoutes.kind,
		metadata: {name},
		spec: {
			hostnames: hostsOf(app),
			parentRefs: gatewaysOf(app).map(gateway => parent(app, gateway)),
			rules: [...rules, ...spare],
		},
	});
}

/** No version is called `-`. */
const spareRule = {matches: [{headers: [{type: 'Exact', name: branchHeader, value: '-'}]}]};

/** How many rules a turn makes at most. */
export function ruleCount(app: AppSpec, {branches}: Turn): number {
	return Math.max(...branches.map(({stretch}) => rulesOf(app, stretch).length));
}

function parent(app: AppSpec, gateway: string): unknown {
	if (gateway === 'mesh') return {group: '', kind: 'Service', name: app.name, port: portOf(app)};
	const [name = '', namespace = app.namespace] = gateway.split('/').toReversed();
	return {group: httpRoutes.group, kind: 'Gateway', name, namespace};
}

function rulesOf(app: AppSpec, stretch: Stretch): readonly unknown[] {
	const cases = pathCases(app, stretch.model);
	return cases.flatMap(each =>
		matchesOf(stretch, each, cases).map(({path, matches}) => ({
			...(matches.length > 0 && {matches}),
			...filters(app, stretch, each, path),
			backendRefs: stretch.shares.flatMap(share => backend(app, share, stretch, each)),
		})),
	);
}

/** A rule's clauses, and the path that all of them ask for. */
interface RuleMatch {
	readonly path: RoutePath | undefined;
	readonly matches: readonly unknown[];
}

/**
 * The rules that a case takes: clauses of different paths are rewritten differently, and a rule that replaces a prefix may have
 * one clause only (HTTPRouteRule, ReplacePrefixMatch).
 */
function matchesOf(stretch: Stretch, each: PathCase, cases: readonly PathCase[]): readonly RuleMatch[] {
	const {clauses, pass, name} = stretch;
	const {path} = each;
	const own = path && pathOf(path);
	if (pass === 'second') {
		return [{path, matches: [{...own, headers: [{type: 'Exact', name: branchHeader, value: name}]}]}];
	}

	if (clauses === undefined) return [{path, matches: own ? [own] : []}];
	const rules: {path: RoutePath | undefined; matches: unknown[]}[] = [];
	for (const clause of clauses) {
		const wanted = clausePath(clause);
		const common = commonPath(wanted, path);
		if (common === 'none' || (path === undefined && isTaken(wanted, cases))) continue;
		const match = {...(common && pathOf(common)), ...matchOf(clause)};
		const same = rules.find(rule => rule.path?.kind === common?.kind && rule.path?.value === common?.value);
		if (same && each.change?.kind !== 'segments') same.matches.push(match);
		else rules.push({path: common, matches: [match]});
	}

	return rules;
}

function filters(
	app: AppSpec,
	stretch: Stretch,
	each: PathCase,
	path: RoutePath | undefined,
): {readonly filters?: unknown} {
	const {host} = destinationOf(app, stretch.shares[0]?.index ?? 0, stretch, each);
	const change = each.change && path && changeOf(each, each.change, path);
	const urlRewrite = {...(host !== undefined && {hostname: host}), ...(change !== undefined && {path: change})};
	const rewrites = Object.keys(urlRewrite).length > 0 ? [{type: 'URLRewrite', urlRewrite}] : [];
	const {mirrors} = stretch;
	if (mirrors.length === 0) return rewrites.length > 0 ? {filters: rewrites} : {};
	const copies = mirrors.flatMap(share =>
		choiceOf([{when: share.when, items: [{type: 'RequestMirror', requestMirror: mirror(app, share, stretch, each)}]}]),
	);
	return {
		filters: rewrites.length > 0 ? [...rewrites, ...copies] : new Only(anyOf(mirrors.map(share => share.when)), copies),
	};
}

/** What a case makes of its paths, for those of them that a clause leaves. */
function changeOf(each: PathCase, change: PathChange, path: RoutePath): unknown {
	const rest = change.kind === 'segments' ? path.value.slice(each.path?.value.length) : '';
	const value = change.kind === 'pattern' ? path.value : change.value + rest;
	return path.kind === 'segments'
		? {type: 'ReplacePrefixMatch', replacePrefixMatch: value}
		: {type: 'ReplaceFullPath', replaceFullPath: value};
}

function backend(app: AppSpec, {index, when}: Share, stretch: Stretch, each: PathCase): readonly unknown[] {
	const {set, remove, version} = destinationOf(app, index, stretch, each);
	const values = Object.entries(set).map(([name, value]) => ({name, value}));
	const requestHeaderModifier = {...(values.length > 0 && {set: values}), ...(remove.length > 0 && {remove})};
	const responseHeaderModifier = {set: [{name: 'app-version', value: version}]};
	const item = {
		...place(app, index, stretch, each),
		...(when !== undefined && {weight: weightOf(index)}),
		filters: [
			...(Object.keys(requestHeaderModifier).length > 0
				? [{type: 'RequestHeaderModifier', requestHeaderModifier}]
				: []),
			...(version === undefined ? [] : [{type: 'ResponseHeaderModifier', responseHeaderModifier}]),
		],
	};
	return choiceOf([{when, items: [item]}]);
}

/** Istio's kind `Hostname` leads to Services of other namespaces without a ReferenceGrant there. */
function place(app: AppSpec, index: number, stretch: Stretch, each: PathCase): Readonly<Record<string, unknown>> {
	const {place, port} = destinationOf(app, index, stretch, each);
	if ('host' in place) return {group: 'networking.istio.io', kind: 'Hostname', name: place.host, port};
	return {group: '', kind: 'Service', name: place.service, port};
}

function mirror(app: AppSpec, {index}: Share, stretch: Stretch, each: PathCase): unknown {
	return {backendRef: place(app, index, stretch, each), percent: percentOf(index)};
}
