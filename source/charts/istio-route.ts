import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, virtualServices} from '../objects/resource.ts';
import {Choice, Expression, Only} from '../routing/template-text.ts';
import {hostsOf, placeOf, type ChartApp} from './chart-app.ts';

/** A rule of a VirtualService, or a destination of one; all but a few of their values are fixed. */
export type Part = Readonly<Record<string, unknown>>;

/** An app's VirtualService; its rules may hold parts of a template. */
export function virtualService(app: ChartApp, gateways: readonly string[], http: readonly unknown[]): KubeObject {
	return {
		apiVersion: apiVersionOf(virtualServices),
		kind: virtualServices.kind,
		metadata: placeOf(app, app.name),
		spec: {gateways, hosts: hostsOf(app), http},
	};
}

/** Condition (Go template) under which a version has requests. */
export function hasWeight(index: number): string {
	return `gt (index .Weights ${index}) 0`;
}

/** Condition under which some candidate has requests. */
export function someCandidateHasWeight({versions}: ChartApp): string {
	const each = versions.slice(1).map((_, index) => hasWeight(index + 1));
	return each.length === 1 ? (each[0] ?? '') : `or ${each.map(condition => `(${condition})`).join(' ')}`;
}

export function weightAt(index: number): Expression {
	return new Expression(`index .Weights ${index}`);
}

/** Each candidate's rule while it has weight. */
export function whileServing(rules: readonly Part[]): readonly unknown[] {
	return rules.map((rule, index) => new Choice([{when: hasWeight(index + 1), items: [rule]}]));
}

/**
 * Destinations that share requests by weight, the primary's first. The primary is always there and names a weight only under
 * the condition; a candidate is there while it has weight.
 */
export function split([primary, ...candidates]: readonly Part[], primaryNamesWeight: string): readonly unknown[] {
	if (candidates.length === 0) return [primary];
	return [
		withWeight(primary ?? {}, new Only(primaryNamesWeight, weightAt(0))),
		...whileServing(candidates.map((candidate, index) => withWeight(candidate, weightAt(index + 1)))),
	];
}

/** A destination with its weight, before the headers as Istio's own documents have it. */
export function withWeight({destination, ...rest}: Part, weight: unknown): Part {
	return {destination, weight, ...rest};
}
