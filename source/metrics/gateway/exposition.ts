/** One line of the Prometheus text format. */
export interface Sample {
	readonly name: string;
	readonly labels: ReadonlyMap<string, string>;
	readonly value: number;
}

/** Beyond these a line is none that a gateway writes, and is left out. */
const longestLine = 16 * 1024;
const mostLabels = 100;

/**
 * The samples of the metrics that are wanted, in the Prometheus text format (0.0.4). All else costs a look at the name: a gateway
 * tells of thousands of Services. Lines that are not understood, and values that no counter has (negative, beyond all counting, no numbers),
 * are left out; the text's own size is bounded by who reads it.
 */
export function* samplesIn(text: string, wanted: ReadonlySet<string>): Generator<Sample> {
	for (let start = 0; start < text.length;) {
		const newline = text.indexOf('\n', start);
		const end = newline < 0 ? text.length : newline;
		const sample = end - start > longestLine ? undefined : sampleIn(text, start, end, wanted);
		if (sample) yield sample;
		start = end + 1;
	}
}

/** Or of the line: without it lines of names alone would each be looked through to the end of the text. */
const nameEnd = /[{ \t\n]/g;

function sampleIn(text: string, start: number, end: number, wanted: ReadonlySet<string>): Sample | undefined {
	nameEnd.lastIndex = start;
	const found = nameEnd.exec(text);
	if (!found || found.index >= end) return undefined;
	const name = text.slice(start, found.index);
	if (!wanted.has(name)) return undefined;
	const line = text.slice(found.index, end).trimStart();
	const labelled = line.startsWith('{') ? labelsIn(line) : {labels: new Map<string, string>(), rest: line};
	const value = Number(labelled?.rest.trim().split(/\s+/)[0] || Number.NaN);
	const isCount = value >= 0 && value <= Number.MAX_SAFE_INTEGER;
	return labelled && isCount ? {name, labels: labelled.labels, value} : undefined;
}

const label = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|(?=\}))/y;
const escapes: Readonly<Record<string, string>> = {'\\n': '\n', '\\"': '"', '\\\\': '\\'};

/** The labels at the beginning of `{name="value",…} 1`, and what comes after them. */
function labelsIn(line: string): {readonly labels: ReadonlyMap<string, string>; readonly rest: string} | undefined {
	const labels = new Map<string, string>();
	label.lastIndex = 1;
	for (;;) {
		const position = label.lastIndex;
		const found = label.exec(line);
		if (!found) {
			const close = /\s*\}/y;
			close.lastIndex = position;
			return close.test(line) ? {labels, rest: line.slice(close.lastIndex)} : undefined;
		}

		if (labels.size >= mostLabels) return undefined;
		const [, name = '', value = ''] = found;
		labels.set(name, value.includes('\\') ? value.replaceAll(/\\./g, escape => escapes[escape] ?? escape) : value);
	}
}
