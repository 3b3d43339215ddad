import {gatewaysNamedBy, meshGateway} from '../mesh/listener.ts';
import {conditionOf} from '../objects/condition.ts';
import {listAt, titleOf, type KubeObject} from '../objects/object.ts';
import type {CheckInput} from './check-input.ts';
import {listed, type Finding} from './finding.ts';

/** Gateways that routes name and that do not exist, and HTTPRoutes that their gateways refuse. */
export function gateways(input: CheckInput): readonly Finding[] {
	return input.apps.flatMap(({routes}) => routes.flatMap(route => [...absent(input, route), ...refused(route)]));
}

/** Key of a gateway among those of what was read. */
export function gatewayKey(routeKind: string, name: string): string {
	return `${routeKind} ${name}`;
}

function absent({gateways: known}: CheckInput, route: KubeObject): readonly Finding[] {
	const names = gatewaysNamedBy(route).filter(name => name !== meshGateway);
	const missing = names.filter(name => known.get(gatewayKey(route.kind, name)) === false);
	if (missing.length === 0) return [];
	const [noun, verb] = missing.length === 1 ? ['Gateway', 'does'] : ['Gateways', 'do'];
	return [
		{
			severity: missing.length === names.length ? 'broken' : 'warning',
			object: titleOf(route),
			what: `it is for the ${noun} ${listed(missing)}, which ${verb} not exist`,
			todo: 'create what is missing, or have the routing template name gateways that exist',
		},
	];
}

/** What a gateway's controller says of an HTTPRoute (Gateway API, RouteParentStatus). */
function refused(route: KubeObject): readonly Finding[] {
	if (route.kind !== 'HTTPRoute') return [];
	const said = listAt(route, 'status', 'parents').flatMap(parent =>
		['Accepted', 'ResolvedRefs'].flatMap(type => {
			const condition = conditionOf({...route, status: parent}, type);
			if (condition?.status !== 'False') return [];
			return [`${type} is False: ${[condition.reason, condition.message].filter(Boolean).join(': ')}`];
		}),
	);
	return [...new Set(said)].map(words => ({
		severity: 'broken',
		object: titleOf(route),
		what: `its gateway does not take it as it is: ${words}`,
		todo: 'change the routing template, or the gateway',
	}));
}
