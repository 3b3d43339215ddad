import {isRecord, type KubeObject} from '../../objects/object.ts';

/** The forms of times in the Kubernetes API: `Time` and `MicroTime`, by their layouts in Go. */
const layouts = {
	time: {text: '2006-01-02T15:04:05Z07:00', fraction: /^(?:[.,]\d+)?/, name: ''},
	microTime: {text: '2006-01-02T15:04:05.000000Z07:00', fraction: /^\.\d{6}/, name: '.000000'},
};

type Layout = (typeof layouts)[keyof typeof layouts];

const fieldsByKind: Readonly<Record<string, readonly (readonly [path: readonly string[], layout: Layout])[]>> = {
	Lease: [
		[['spec', 'acquireTime'], layouts.microTime],
		[['spec', 'renewTime'], layouts.microTime],
	],
	Event: [
		[['firstTimestamp'], layouts.time],
		[['lastTimestamp'], layouts.time],
		[['eventTime'], layouts.microTime],
	],
};

/**
 * An object with its times as the API server writes them, in UTC. Throws an Error with Go's words for a text that is no time in
 * the form that its field has.
 */
export function withTimes(object: KubeObject): KubeObject {
	const fields = fieldsByKind[object.kind] ?? [];
	return fields.reduce((changed, [path, layout]) => withTime(changed, path, layout) as KubeObject, object);
}

function withTime(value: unknown, [key = '', ...rest]: readonly string[], layout: Layout): unknown {
	if (!isRecord(value) || value[key] === undefined || value[key] === null) return value;
	const field = value[key];
	if (rest.length > 0) return {...value, [key]: withTime(field, rest, layout)};
	return typeof field === 'string' ? {...value, [key]: normalised(field, layout)} : value;
}

function normalised(text: string, layout: Layout): string {
	const [, fraction = ''] = /\.(\d+)/.exec(parsed(text, layout)) ?? [];
	const seconds = new Date(text).toISOString().slice(0, 19);
	return layout === layouts.microTime ? `${seconds}.${fraction}Z` : `${seconds}Z`;
}

/** The text itself, when it has the layout. */
function parsed(text: string, {text: layout, fraction, name}: Layout): string {
	const parts: readonly (readonly [pattern: RegExp, name: string])[] = [
		[/^\d{4}/, '2006'],
		[/^-/, '-'],
		[/^\d\d/, '01'],
		[/^-/, '-'],
		[/^\d\d/, '02'],
		[/^T/, 'T'],
		[/^\d\d/, '15'],
		[/^:/, ':'],
		[/^\d\d/, '04'],
		[/^:/, ':'],
		[/^\d\d/, '05'],
		[fraction, name],
		[/^(?:Z|[+-]\d\d:\d\d)$/, 'Z07:00'],
	];
	let rest = text;
	for (const [pattern, part] of parts) {
		const [match] = pattern.exec(rest) ?? [];
		if (match === undefined) {
			throw new Error(
				`parsing time ${JSON.stringify(text)} as "${layout}": cannot parse ${JSON.stringify(rest)} as "${part}"`,
			);
		}

		rest = rest.slice(match.length);
	}

	return text;
}
