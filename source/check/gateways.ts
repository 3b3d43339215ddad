import {gatewaysNamedBy, meshGateway} from '../mesh/listener.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {listed} from '../print/listed.ts';
import type {CheckInput} from './check-input.ts';
import {type Finding} from './finding.ts';

/** Gateways that routes name and that do not exist. */
export function gateways(input: CheckInput): readonly Finding[] {
	return input.apps.flatMap(({routes}) => routes.flatMap(route => absent(input, route)));
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
