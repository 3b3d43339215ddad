import {describeRoute} from '../mesh/describe.ts';
import {routeOf} from '../mesh/route-of.ts';
import {namespacedName, type KubeObject} from '../objects/object.ts';
import {resourceName, type Resource} from '../objects/resource.ts';
import type {ControllerState} from './controller-state.ts';

/** Tells what the leader did and met: a line in the log, and an Event on the routemap for those who look there. */
export class Report {
	readonly #state: ControllerState;
	/** The last faults told of each routemap, so that each is told once. */
	readonly #told = new Map<string, string>();

	constructor(state: ControllerState) {
		this.#state = state;
	}

	applied(routemap: string, resource: Resource, object: KubeObject): void {
		const route = resourceName(resource, object.metadata.name);
		const rules = routeOf(object);
		const words = rules ? describeRoute(rules) : 'applied';
		this.#state.options.log.info('route applied', {routemap, route, words});
		this.#record(routemap, 'Normal', 'RouteApplied', `${route}: ${words}`);
	}

	released(object: KubeObject, how: string): void {
		const {namespace = '', name} = object.metadata;
		this.#state.options.log.info('finalizer released', {
			object: `${object.kind} ${namespacedName(namespace, name)}`,
			how,
		});
	}

	/** The faults that a routemap has now; none ends what was told before. */
	faults(routemap: string, faults: readonly string[]): void {
		const text = faults.join('; ');
		if ((this.#told.get(routemap) ?? '') === text) return;
		this.#told.set(routemap, text);
		if (text === '') return;
		this.#state.options.log.warn('routemap has a fault', {routemap, fault: text});
		this.#record(routemap, 'Warning', 'RoutemapFault', text);
	}

	forget(routemap: string): void {
		this.#told.delete(routemap);
	}

	#record(routemap: string, type: 'Normal' | 'Warning', reason: string, message: string): void {
		const known = this.#state.routemaps.get(routemap);
		if (known) this.#state.options.recorder.record(known.object, type, reason, message);
	}
}
