import {describeRoute} from '../mesh/describe.ts';
import {routeOf} from '../mesh/route-of.ts';
import {routeApplied, routemapFault} from '../objects/event-reasons.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {resourceName, type Resource} from '../objects/resource.ts';
import type {Released} from '../reconcile/drain/drain.ts';
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
		this.#record(routemap, 'Normal', routeApplied, `${route}: ${words}`);
	}

	released(object: KubeObject, {how, overdueFor}: Released): void {
		const {log, recorder, deadlineMs} = this.#state.options;
		const what = titleOf(object);
		log.info('finalizer released', {object: what, how});
		if (overdueFor === undefined) return;
		const held = overdueFor.length > 0 ? `routes of ${overdueFor.join(', ')} may still lead to it` : how;
		const message = `${what} goes, ${Math.round(deadlineMs / 1000)}s after it was deleted, though ${held}: requests may fail`;
		log.warn('deadline passed', {object: what, routemaps: overdueFor});
		recorder.record(object, 'Warning', 'DeadlinePassed', message);
		for (const routemap of overdueFor) this.#record(routemap, 'Warning', 'DeadlinePassed', message);
	}

	/** The faults that a routemap has now; none ends what was told before. */
	faults(routemap: string, faults: readonly string[]): void {
		const text = faults.join('; ');
		if ((this.#told.get(routemap) ?? '') === text) return;
		this.#told.set(routemap, text);
		if (text === '') return;
		this.#state.options.log.warn('routemap has a fault', {routemap, fault: text});
		this.#record(routemap, 'Warning', routemapFault, text);
	}

	forget(routemap: string): void {
		this.#told.delete(routemap);
	}

	#record(routemap: string, type: 'Normal' | 'Warning', reason: string, message: string): void {
		const known = this.#state.routemaps.get(routemap);
		if (known) this.#state.options.recorder.record(known.object, type, reason, message);
	}
}
