import {randomUUID} from 'node:crypto';
import type {KubeObject} from '../objects/object.ts';
import {apiVersionOf, events} from '../objects/resource.ts';
import {escapeLine} from '../print/escape.ts';

/** Something that happened to an object, maybe several times in a row. */
export interface Occurrence {
	readonly object: KubeObject;
	readonly type: 'Normal' | 'Warning';
	readonly reason: string;
	readonly message: string;
	/** The last time. */
	readonly at: Date;
	readonly count: number;
}

interface Reporter {
	readonly component: string;
	readonly instance: string;
}

/** The API server refuses longer messages. */
const mostBytes = 1024;
const longestName = 253;

/** A core/v1 Event, as `kubectl describe` and `kubectl events` show it: they print its message as it is, so it is escaped. */
export function newEvent(
	{component, instance}: Reporter,
	occurrence: Occurrence,
	first: Date,
	count: number,
): KubeObject {
	const {object, type, reason, message, at} = occurrence;
	const {name, namespace, uid, resourceVersion} = object.metadata;
	const suffix = `.${randomUUID().replaceAll('-', '').slice(0, 16)}`;
	return {
		apiVersion: apiVersionOf(events),
		kind: events.kind,
		metadata: {name: name.slice(0, longestName - suffix.length) + suffix, namespace: namespace ?? 'default'},
		involvedObject: {apiVersion: object.apiVersion, kind: object.kind, name, namespace, uid, resourceVersion},
		type,
		reason,
		message: cut(escapeLine(message), mostBytes),
		count,
		firstTimestamp: first.toISOString(),
		lastTimestamp: at.toISOString(),
		source: {component},
		reportingComponent: component,
		reportingInstance: instance,
	};
}

/** The beginning of a text that takes at most so many bytes in UTF-8, with an ellipsis where something is missing. */
function cut(text: string, bytes: number): string {
	const encoded = Buffer.from(text);
	if (encoded.length <= bytes) return text;
	// A character's further bytes all begin with the bits 10.
	let end = bytes - Buffer.byteLength('…');
	while (((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
	return `${encoded.subarray(0, end).toString('utf8')}…`;
}
