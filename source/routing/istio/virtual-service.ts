import {apiVersionOf, virtualServices} from '../../objects/resource.ts';
import type {AppSpec} from '../app-spec.ts';
import {admits, clausePath, withoutPath, type ClausePath} from '../clause-path.ts';
import {destinationOf} from '../destination.ts';
import {pathCases, type PathCase} from '../path-cases.ts';
import {branchHeader, gatewaysOf, hostsOf, serviceHost} from '../reach.ts';
import {anyOf, percentOf, planOf, weightOf, type Share, type Stretch} from '../strategies/turns.ts';
import {choiceOf, Only, templateText} from '../template-text.ts';

/** The template of an app's VirtualService. */
export function virtualServiceTemplate(app: AppSpec): string {
	const http = planOf(app).flatMap(({branches}) =>
		choiceOf(branches.map(({when, stretch}) => ({when, items: rules(app, stretch)}))),
	);
	return templateText({
		apiVersion: apiVersionOf(virtualServices),
		kind: virtualServices.kind,
		metadata: {name: app.name},
		spec: {gateways: gatewaysOf(app), hosts: hostsOf(app), http},
	});
}

function rules(app: AppSpec, stretch: Stretch): readonly unknown[] {
	const cases = pathCases(app, stretch.model);
	return cases.flatMap(each => {
		const match = matches(stretch, each, cases);
		if (match?.length === 0) return [];
		const rule = {
			name: `${stretch.name}${each.suffix}`,
			...(match && {match}),
			...rewrite(each),
			route: stretch.shares.flatMap(share => destination(app, share, stretch, each)),
			...mirrors(app, stretch, each),
		};
		return [rule];
	});
}

/** The clauses of a rule; undefined for none, empty when none of the stretch's own can hold in this case. */
function matches(
	{clauses, pass, name}: Stretch,
	{path}: PathCase,
	cases: readonly PathCase[],
): readonly unknown[] | undefined {
	const uri = path && {uri: path.kind === 'exact' ? {exact: path.value} : {prefix: `${path.value}/`}};
	if (pass === 'second') return [{...uri, headers: {[branchHeader]: {exact: name}}}];
	if (clauses === undefined) return uri && [uri];
	if (uri === undefined) return clauses.filter(clause => !isTaken(clausePath(clause), cases));
	return clauses.flatMap(clause => {
		const own = clausePath(clause);
		const narrowed = {...withoutPath(clause), ...uri};
		if (own === undefined) return [narrowed];
		if (path?.kind === 'exact') return admits(own, path.value) ? [narrowed] : [];
		const prefix = uri.uri.prefix ?? '';
		if (own.value.startsWith(prefix)) return [clause];
		return own.kind === 'prefix' && prefix.startsWith(own.value) ? [narrowed] : [];
	});
}

/** Whether an earlier rule takes all that a clause lets through. */
function isTaken(own: ClausePath | undefined, cases: readonly PathCase[]): boolean {
	return cases.some(({path}) => {
		if (own === undefined || path === undefined) return false;
		if (path.kind === 'exact') return own.kind === 'exact' && own.value === path.value;
		return own.value.startsWith(`${path.value}/`);
	});
}

function rewrite({change}: PathCase): {readonly rewrite?: unknown} {
	if (change?.kind === 'whole') return {rewrite: {uri: change.value}};
	if (change?.kind !== 'pattern') return {};
	return {rewrite: {uriRegexRewrite: {match: change.pattern, rewrite: change.substitution}}};
}

function destination(app: AppSpec, {index, when}: Share, stretch: Stretch, each: PathCase): readonly unknown[] {
	const {host, set, remove, version} = destinationOf(app, index, stretch, each);
	const setAll = {...(host !== undefined && {Host: host}), ...set};
	const request = {
		...(remove.length > 0 && {remove}),
		...(Object.keys(setAll).length > 0 && {set: setAll}),
	};
	const headers = {
		...(Object.keys(request).length > 0 && {request}),
		...(version !== undefined && {response: {set: {'app-version': version}}}),
	};
	const item = {
		destination: place(app, index, stretch, each),
		headers,
		...(when !== undefined && {weight: weightOf(index)}),
	};
	return choiceOf([{when, items: [item]}]);
}

function place(app: AppSpec, index: number, stretch: Stretch, each: PathCase): unknown {
	const {place, port} = destinationOf(app, index, stretch, each);
	return {host: 'host' in place ? place.host : serviceHost(place.service, app.namespace), port: {number: port}};
}

/** One mirror has a field of its own, which older Istios know as well. */
function mirrors(app: AppSpec, stretch: Stretch, each: PathCase): Readonly<Record<string, unknown>> {
	const [first, ...others] = stretch.mirrors;
	if (!first) return {};
	const copy = ({index}: Share): unknown => place(app, index, stretch, each);
	const percentage = ({index}: Share): unknown => ({value: percentOf(index)});
	if (others.length === 0) {
		const {when} = first;
		return {mirror: new Only(when, copy(first)), mirrorPercentage: new Only(when, percentage(first))};
	}

	return {
		mirrors: new Only(
			anyOf(stretch.mirrors.map(({when}) => when)),
			stretch.mirrors.flatMap(share =>
				choiceOf([{when: share.when, items: [{destination: copy(share), percentage: percentage(share)}]}]),
			),
		),
	};
}
