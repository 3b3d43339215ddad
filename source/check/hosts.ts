import {shareGateway} from '../mesh/listener.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {belongsTo} from '../ownership/owner.ts';
import {routeHosts} from '../ownership/route-hosts.ts';
import {listed} from '../print/listed.ts';
import type {CheckInput} from './check-input.ts';
import {type Finding} from './finding.ts';

/** Hosts of an app's routes that routes of others claim at the same gateway, where the older one is heard first. */
export function hosts({apps, allRoutes}: CheckInput): readonly Finding[] {
	const byHost = new Map<string, KubeObject[]>();
	for (const route of allRoutes) {
		for (const host of routeHosts(route).claimed) byHost.set(host, [...(byHost.get(host) ?? []), route]);
	}

	return apps.flatMap(({routes}) => {
		const own = new Set(routes.map(route => titleOf(route)));
		return routes.flatMap(route => {
			const shared = new Map<KubeObject, string[]>();
			for (const host of routeHosts(route).claimed) {
				for (const other of byHost.get(host) ?? []) {
					if (own.has(titleOf(other)) || !shareGateway(route, other)) continue;
					shared.set(other, [...(shared.get(other) ?? []), host]);
				}
			}

			return Array.from(shared, ([other, names]) => claim(route, other, names));
		});
	});
}

function claim(route: KubeObject, other: KubeObject, names: readonly string[]): Finding {
	const isLater = ageOf(other) < ageOf(route);
	const order = isLater ? 'is older and is heard first' : 'is younger and is heard after it';
	return {
		severity: isLater ? 'broken' : 'warning',
		object: titleOf(route),
		what: `${titleOf(other)} claims ${listed(names)} at the same gateway, too; it ${order}`,
		todo: `agree with whoever made it which of the two keeps the host: ${titleOf(route)} ${whose(route)}, ${titleOf(other)} ${whose(other)}`,
	};
}

function whose(route: KubeObject): string {
	return belongsTo(route) ?? 'does not say whose it is';
}

/** Istio puts routes in this order. */
function ageOf({metadata}: KubeObject): string {
	return `${metadata.creationTimestamp ?? '9999'} ${metadata.name}.${metadata.namespace ?? ''}`;
}
