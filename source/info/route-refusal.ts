import {refusedParts} from '../mesh/refused/refused.ts';
import {conditionOf} from '../objects/condition.ts';
import {fieldAt, listAt, stringAt, type KubeObject} from '../objects/object.ts';

/**
 * Why a live route is not taken as it is, by its status: what the controllers of its gateways say of an HTTPRoute (Gateway API,
 * RouteParentStatus), what Istio's validation says of a VirtualService (IstioStatus, where istiod writes it). Undefined when nobody
 * says anything of the kind; what is said of an older generation does not count.
 */
export function routeRefusal(route: KubeObject): string | undefined {
	const said = [...new Set(route.kind === 'HTTPRoute' ? refusedByGateways(route) : refusedByIstio(route))];
	return said.length === 0 ? undefined : said.join('; ');
}

/**
 * Why none of its gateways takes a live HTTPRoute at all; undefined while one does. Of one with a backend that does not exist they
 * take the rest (Gateway API, ResolvedRefs), and a Service that istiod does not see may be there for Envoy nevertheless.
 */
export function acceptanceRefusal(route: KubeObject): string | undefined {
	const parents = listAt(route, 'status', 'parents');
	const said = parents.map(parent => refusedBy(route, parent, 'Accepted'));
	return said.every(words => words !== undefined) ? said[0] : undefined;
}

/** Why Envoy takes no change of any route of a live route's gateway, by what stands in it; undefined when it does. */
export function routeRejection(route: KubeObject): string | undefined {
	const parts = refusedParts(route).map(({path, why}) => `${path}: ${why}`);
	return parts.length === 0 ? undefined : `Envoy refuses ${parts.join('; ')}`;
}

function refusedByGateways(route: KubeObject): readonly string[] {
	return listAt(route, 'status', 'parents').flatMap(parent =>
		(['Accepted', 'ResolvedRefs'] as const).flatMap(type => refusedBy(route, parent, type) ?? []),
	);
}

function refusedBy(route: KubeObject, parent: unknown, type: 'Accepted' | 'ResolvedRefs'): string | undefined {
	const condition = conditionOf({...route, status: parent}, type);
	if (condition?.status !== 'False' || isOld(route, condition.observedGeneration)) return undefined;
	const why = [condition.reason, condition.message].filter(Boolean).join(': ');
	return `its gateway does not take it as it is: ${type} is False: ${why}`;
}

function refusedByIstio(route: KubeObject): readonly string[] {
	const observed = fieldAt(route, 'status', 'observedGeneration');
	if (isOld(route, Number(observed ?? Number.NaN))) return [];
	return listAt(route, 'status', 'validationMessages').flatMap(message => {
		if (stringAt(message, 'level') !== 'ERROR') return [];
		const code = stringAt(message, 'type', 'code') ?? stringAt(message, 'type', 'name') ?? 'an error';
		return [`Istio does not take it as it is: ${code} ${stringAt(message, 'documentationUrl') ?? ''}`.trimEnd()];
	});
}

function isOld({metadata}: KubeObject, observed: number | undefined): boolean {
	return observed !== undefined && observed < (metadata.generation ?? 0);
}
