import {isRecord, listAt, stringAt} from '../../objects/object.ts';

/** One series of an answer: its labels and its samples, the oldest first. Times are in seconds. */
export interface Series {
	readonly labels: Readonly<Record<string, string>>;
	readonly samples: readonly (readonly [time: number, value: number])[];
}

/**
 * The series in an answer of Prometheus' HTTP API (v1) to a query, instant or range. Samples that are no numbers are left out.
 * Throws an Error with what Prometheus says is wrong, or that this is no answer of a Prometheus.
 */
export function parseAnswer(text: string): readonly Series[] {
	const answer = parsed(text);
	if (stringAt(answer, 'status') === 'error') {
		throw new Error(`Prometheus says: ${stringAt(answer, 'error') ?? 'error'}`);
	}

	const type = stringAt(answer, 'data', 'resultType');
	if (type !== 'vector' && type !== 'matrix') throw new Error('this is no answer of a Prometheus');
	return listAt(answer, 'data', 'result').flatMap(series => {
		if (!isRecord(series)) return [];
		const samples = type === 'vector' ? [series['value']] : listAt(series, 'values');
		return [{labels: textsIn(series['metric']), samples: samples.flatMap(sampleOf)}];
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function textsIn(metric: unknown): Readonly<Record<string, string>> {
	if (!isRecord(metric)) return {};
	return Object.fromEntries(
		Object.entries(metric).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
	);
}

/** Values are texts, so that NaN and infinities can be told; none of these is a number to show. */
function sampleOf(sample: unknown): readonly (readonly [number, number])[] {
	const [time, value] = Array.isArray(sample) ? (sample as readonly unknown[]) : [];
	const number = typeof value === 'string' ? Number(value) : Number.NaN;
	return typeof time === 'number' && Number.isFinite(number) ? [[time, number]] : [];
}
