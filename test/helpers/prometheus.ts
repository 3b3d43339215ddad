import {sendJson, startServer, type TestServer} from '../kube/api-server.ts';

/** One series of counters as a Prometheus has scraped it. Times are in seconds since 1970. */
export interface Counter {
	/** With `__name__`. */
	readonly labels: Readonly<Record<string, string>>;
	readonly samples: readonly (readonly [time: number, value: number])[];
}

interface Selector {
	readonly matches: (labels: Counter['labels']) => boolean;
	readonly windowSeconds: number;
}

/**
 * Starts a Prometheus of the test: it holds these counters and answers `/api/v1/query` and `/api/v1/query_range` in the form of
 * the real one for one form of query, `sum by (LABELS) (rate(SELECTOR[2m]) or rate(SELECTOR[2m]) …)`; any other is a parse error.
 */
export function startPrometheus(counters: readonly Counter[]): Promise<TestServer> {
	return startServer((request, response) => {
		const {pathname, searchParams} = new URL(request.url, 'http://localhost');
		const number = (name: string) => {
			const text = searchParams.get(name) ?? '';
			return /^[\d.]+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
		};
		const evaluate = parseQuery(searchParams.get('query') ?? '');
		if (!evaluate) {
			const error = 'invalid parameter "query": 1:1: parse error: unexpected character';
			sendJson(response, {status: 'error', errorType: 'bad_data', error}, 400);
		} else if (pathname === '/api/v1/query') {
			const time = number('time');
			const result = evaluate(counters, time).map(({metric, value}) => ({metric, value: [time, String(value)]}));
			sendJson(response, {status: 'success', data: {resultType: 'vector', result}});
		} else if (pathname === '/api/v1/query_range') {
			const [start, end, step] = [number('start'), number('end'), number('step')];
			const times = Array.from({length: Math.floor((end - start) / step) + 1}, (_, index) => start + index * step);
			const series = new Map<string, {readonly metric: object; readonly values: unknown[]}>();
			for (const time of times) {
				for (const {metric, value} of evaluate(counters, time)) {
					const key = JSON.stringify(metric);
					const found = series.get(key) ?? {metric, values: []};
					series.set(key, found);
					found.values.push([time, String(value)]);
				}
			}

			sendJson(response, {status: 'success', data: {resultType: 'matrix', result: [...series.values()]}});
		} else {
			response.writeHead(404);
			response.end('404 page not found');
		}
	});
}

function parseQuery(query: string) {
	const [, by, body] = /^sum by \(([\w, ]+)\) \((.*)\)$/s.exec(query) ?? [];
	const selectors = (body ?? '').split(' or ').map(parseRate);
	if (by === undefined || !selectors.every(selector => selector !== undefined)) return undefined;
	const grouping = by.split(', ');
	return (counters: readonly Counter[], time: number) => {
		// The union of the selectors: a series that several of them match is in it once.
		const matched = counters.filter(({labels}) => selectors.some(({matches}) => matches(labels)));
		const sums = new Map<string, {readonly metric: Record<string, string>; value: number}>();
		for (const {labels, samples} of matched) {
			const value = rate(samples, time, selectors[0]?.windowSeconds ?? 0);
			if (value === undefined) continue;
			const metric = Object.fromEntries(
				grouping.flatMap(label => (labels[label] === undefined ? [] : [[label, labels[label]]])),
			);
			const key = JSON.stringify(metric);
			const sum = sums.get(key) ?? {metric, value: 0};
			sums.set(key, sum);
			sum.value += value;
		}

		return [...sums.values()];
	};
}

function parseRate(text: string): Selector | undefined {
	const [, name, braces, minutes] = /^rate\((\w+)\{(.*)\}\[(\d+)m\]\)$/s.exec(text) ?? [];
	if (name === undefined || braces === undefined) return undefined;
	const matchers = [...braces.matchAll(/(\w+)(=~|=)("(?:[^"\\]|\\.)*")(?:,|$)/gs)];
	if (matchers.map(([whole]) => whole).join('') !== braces) return undefined;
	const tests = matchers.map(([, label = '', operator, quoted = '""']) => {
		const value = JSON.parse(quoted) as string;
		// Anchored at both ends, as Prometheus does.
		const pattern = new RegExp(`^(?:${value})$`);
		return ({[label]: text = ''}: Counter['labels']) => (operator === '=' ? text === value : pattern.test(text));
	});
	return {
		matches: labels => labels['__name__'] === name && tests.every(test => test(labels)),
		windowSeconds: Number(minutes) * 60,
	};
}

/** Without Prometheus' extrapolation to the ends of the window, which changes nothing for samples at a steady rate. */
function rate(samples: Counter['samples'], time: number, windowSeconds: number): number | undefined {
	const within = samples.filter(([at]) => at > time - windowSeconds && at <= time);
	const [first, last] = [within[0], within.at(-1)];
	if (!first || !last || first === last) return undefined;
	// A counter that falls has begun anew.
	const increase = within.reduce((sum, [, value], index) => {
		const before = within[index - 1]?.[1] ?? value;
		return sum + (value < before ? value : value - before);
	}, 0);
	return increase / (last[0] - first[0]);
}
