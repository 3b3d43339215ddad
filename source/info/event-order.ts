import {resourceVersionOf, stringAt, type KubeObject} from '../objects/object.ts';

/** When an Event happened last. Those of events.k8s.io have no `lastTimestamp`. */
export function timeOf(event: KubeObject): string | undefined {
	return (
		stringAt(event, 'series', 'lastObservedTime') ??
		stringAt(event, 'lastTimestamp') ??
		stringAt(event, 'eventTime') ??
		stringAt(event, 'firstTimestamp') ??
		event.metadata.creationTimestamp
	);
}

/**
 * Events with the newest first. The API keeps whole seconds of most of them, within which they have the order in which they were
 * written.
 */
export function newestFirst(events: readonly KubeObject[]): readonly KubeObject[] {
	return events
		.map(event => ({event, second: secondOf(timeOf(event)), version: resourceVersionOf(event)}))
		.toSorted((one, other) => other.second - one.second || (other.version > one.version ? 1 : -1))
		.map(({event}) => event);
}

/** Whole seconds; 0 for what is no time. */
export function secondOf(time: string | undefined): number {
	return Math.floor((Date.parse(time ?? '') || 0) / 1000);
}
