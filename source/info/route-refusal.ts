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

/** Why Envoy takes no change of any route of a live route's gateway, by what stands in it; undefined when it does. */
export function routeRejection(route: KubeObject): string | undefined {
	const parts = refusedParts(route).map(({path, why}) => `${path}: ${why}`);
	return parts.length === 0 ? undefined : `Envoy refuses ${parts.join('; ')}`;
}

function refusedByGateways(route: KubeObject): readonly string[] {
	return listAt(route, 'status', 'parents').flatMap(parent =>
		['Accepted', 'ResolvedRefs'].flatMap(type => {
			const condition = conditionOf({...route, status: parent}, type);
			if (condition?.status !== 'False' || isOld(route, condition.observedGeneration)) return [];
			const why = [condition.reason, condition.message].filter(Boolean).join(': ');
			return [`its gateway does not take it as it is: ${type} is False: ${why}`];
		}),
	);
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
