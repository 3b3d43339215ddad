import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {expect, test} from 'vitest';
import type {OutputTensor} from '../../../source/analysis/answers/output.ts';
import {Comparison} from '../../../source/analysis/comparison/comparison.ts';
import type {ComparisonResult} from '../../../source/analysis/comparison/result.ts';
import type {Question} from '../../../source/analysis/verdict.ts';
import {answer, failed, labels, pair, pairs, settings} from './pairs.ts';

const once: Question = {margin: 0.01, alpha: 0.05, looks: 'once'};

function compare(given: readonly Parameters<Comparison['add']>[0][], question: Question = once): ComparisonResult {
	const comparison = new Comparison(question, settings);
	for (const each of given) comparison.add(each);
	const result = comparison.result({elapsedMs: 10_000, metadata: []});
	expect(comparison.verdict).toBe(result.verdict);
	// What is not JSON would be lost on the way to a file.
	expect(JSON.parse(JSON.stringify(result))).toEqual(result);
	return result;
}

test('the same answers to many inputs are no worse, and to few they tell nothing yet', () => {
	expect(compare(pairs(700, () => ({primary: labels(7), candidate: labels(7)})))).toMatchObject({
		verdict: 'no worse',
		decidedBy: 'agreement',
		reason: '0 of 700 inputs are answered differently (0 %), of all such inputs at most 0.7 %',
		pairs: 700,
		inputs: 700,
		failures: {verdict: 'no worse', pairs: {bothGood: 700, bothBad: 0, better: 0, worse: 0}},
	});
	expect(compare(pairs(100, () => ({primary: labels(7), candidate: labels(7)})))).toMatchObject({
		verdict: 'not enough data',
		reason: '0 of 100 inputs are answered differently (0 %), of all such inputs 0 % to 4.9 %',
		forecast: {of: 'inputs', count: 520, words: 'about 520 more inputs, about 52 s at 10/s'},
	});
});

test('with labels the candidate is judged by how often it is right, not by how often it differs', () => {
	const result = compare(
		pairs(1000, index => ({
			label: String(index % 10),
			primary: labels(index % 20 === 3 ? 8 : index % 10),
			candidate: labels(index % 20 === 14 ? 9 : index % 10),
		})),
	);
	expect(result).toMatchObject({
		verdict: 'not enough data',
		decidedBy: 'accuracy',
		reason: 'the candidate is right on 95 % of 1000 inputs, the primary on 95 %: from 2.6 points more to 2.6 fewer',
		forecast: {of: 'inputs', count: 5300},
		agreement: {verdict: 'worse', agreeing: {count: 900, trials: 1000}},
		accuracy: {
			pairs: {bothGood: 900, bothBad: 0, better: 50, worse: 50},
			primary: {count: 950, trials: 1000},
			candidate: {count: 950, trials: 1000},
			mcnemar: 1,
		},
		drift: [{kind: 'labels'}],
	});
	const classes = result.accuracy?.classes ?? [];
	expect(classes.filter(({gotWorse}) => gotWorse)).toEqual([
		{label: '4', pairs: {bothGood: 50, bothBad: 0, better: 0, worse: 50}, gotWorse: true},
	]);
	const {labels: names, primary, candidate} = result.accuracy?.confusion ?? {labels: [], primary: [], candidate: []};
	expect(names).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
	expect(primary[3]).toEqual([0, 0, 0, 50, 0, 0, 0, 0, 50, 0, 0]);
	expect(candidate[4]).toEqual([0, 0, 0, 0, 50, 0, 0, 0, 0, 50, 0]);
});

test('where some inputs alone have labels, those alone count, and that is said', () => {
	const result = compare(
		pairs(1000, index => ({
			...(index < 500 && {label: '7'}),
			primary: labels(7),
			candidate: labels(index < 50 ? 8 : 7),
		})),
	);
	expect(result).toMatchObject({
		verdict: 'worse',
		reason:
			'the candidate is right on 90 % of 500 labelled inputs, which alone count, the primary on 100 %: 6.9 to 13.9 points fewer',
	});
});

test('a candidate that is broken on one class is worse, and the class is named', () => {
	const result = compare(
		pairs(900, index => ({
			label: String(index % 10),
			primary: labels(index % 10),
			candidate: labels(index % 10 === 3 ? 8 : index % 10),
		})),
	);
	expect(result).toMatchObject({
		verdict: 'worse',
		decidedBy: 'accuracy',
		reason: 'the candidate is right on 90 % of 900 inputs, the primary on 100 %: 7.7 to 12.8 points fewer',
	});
	expect(result.accuracy?.classes[0]).toEqual({
		label: '3',
		pairs: {bothGood: 0, bothBad: 0, better: 0, worse: 90},
		gotWorse: true,
	});
});

test('more right answers are better', () => {
	expect(
		compare(
			pairs(900, index => ({
				label: '1',
				primary: labels(index % 20 === 0 ? 2 : 1),
				candidate: labels(index % 100 === 0 ? 2 : 1),
			})),
		),
	).toMatchObject({
		verdict: 'better',
		reason: 'the candidate is right on 99 % of 900 inputs, the primary on 95 %: 2.5 to 6 points more',
	});
});

test('labels that tell nothing leave the verdict to agreement, and why is known', () => {
	const number = (value: number) => ({name: 'price', datatype: 'FP64', shape: [1], data: [value]});
	const vector = {name: 'v', datatype: 'INT64', shape: [2], data: [7, 8]};
	const told = (primary: OutputTensor, label: string) => {
		const candidate = {...primary, data: primary.data.map(value => (value as number) + 1)};
		const {accuracy, ...result} = compare(
			pairs(900, index => ({label, primary, candidate: index > 89 ? primary : candidate})),
		);
		expect(accuracy).toBeUndefined();
		expect(result).toMatchObject({
			verdict: 'worse',
			decidedBy: 'agreement',
			// Nothing of labels, as where there are none.
			reason:
				'90 of 900 inputs are answered differently (10 %), of all such inputs 7.7 % to 12.8 %, more than the margin of 1 %',
		});
		return result.labels;
	};
	expect(told(number(2.5), '2')).toEqual({given: 900, contradictory: 0, classless: 900, areMeasured: true});
	expect(told(vector, '7')).toEqual({given: 900, contradictory: 0, classless: 900, areMeasured: false});
	expect(told(labels(4), 'cat')).toEqual({
		given: 900,
		contradictory: 0,
		classless: 0,
		areMeasured: false,
		unanswered: {label: 'cat', answer: '4'},
	});
});

test('a labelled input for which the primary names no class is left out, and no other one', () => {
	const rows = {name: 'predict', datatype: 'INT64', shape: [2, 1], data: [7, 8]};
	const {reason, labels: use} = compare(
		pairs(900, index => ({
			label: '7',
			primary: index === 0 ? rows : labels(7),
			candidate: index === 0 ? rows : labels(index % 10 === 1 ? 8 : 7),
		})),
	);
	expect(reason).toBe(
		'the candidate is right on 90 % of 899 labelled inputs, which alone count, the primary on 100 %: 7.7 to 12.8 points fewer',
	);
	expect(use).toEqual({given: 900, contradictory: 0, classless: 1, areMeasured: false});
});

test('an input whose labels contradict each other counts for agreement alone', () => {
	const given = pairs(700, index => ({...(index > 9 && {label: '7'}), primary: labels(7), candidate: labels(7)}));
	const result = compare(
		given.map(each =>
			each.input.label === undefined ? {...each, input: {...each.input, isContradicted: true}} : each,
		),
	);
	expect(result).toMatchObject({
		agreement: {agreeing: {count: 700, trials: 700}},
		accuracy: {primary: {count: 690, trials: 690}},
		labels: {given: 700, contradictory: 10, classless: 0, areMeasured: false},
	});
});

test('answers that fail are counted by version, with their reasons, and decide as predictions do', () => {
	expect(
		compare(pairs(700, index => ({primary: labels(1), candidate: index % 10 === 0 ? failed() : labels(1)}))),
	).toMatchObject({
		verdict: 'worse',
		decidedBy: 'failures',
		reason: 'the candidate fails 70 of 700 requests, the primary 0: 7.4 to 13.2 points more',
		primary: {failed: {count: 0, trials: 700}, failures: []},
		candidate: {failed: {count: 70, trials: 700}, failures: [{reason: 'HTTP 503', count: 70}]},
		agreement: {verdict: 'no worse', agreeing: {count: 630, trials: 630}},
	});
});

test('an input that is sent again tells of failures and latency alone', () => {
	const same = {primary: labels(1), candidate: labels(1)};
	expect(compare(Array.from({length: 700}, () => pair(0, same)))).toMatchObject({
		verdict: 'not enough data',
		decidedBy: 'agreement',
		pairs: 700,
		inputs: 1,
		failures: {verdict: 'no worse'},
		agreement: {agreeing: {count: 1, trials: 1}},
		forecast: {of: 'inputs', count: 510},
	});
});

test('an output that is gone, or of another datatype, breaks callers, whatever the labels say', () => {
	const both = [labels(1), labels(1, 'version')];
	expect(compare(pairs(5, () => ({label: '1', primary: answer(both), candidate: answer([labels(1)])})))).toMatchObject({
		verdict: 'worse',
		decidedBy: 'contract',
		contract: [{of: 'output', name: 'version', difference: 'missing', primary: 'INT64 [1,1]', seen: {answers: 5}}],
	});
	expect(compare(pairs(700, () => ({primary: answer([labels(1)]), candidate: answer(both)})))).toMatchObject({
		verdict: 'no worse',
		contract: [{name: 'version', difference: 'new', candidate: 'INT64 [1,1]', seen: {answers: 700}}],
	});
});

test('a candidate that is 30 ms slower is found slower, by how much, and is no worse for that', () => {
	const {verdict, latency, histogram} = compare(
		pairs(700, index => ({
			primary: answer(labels(1), 10 + (index % 7)),
			candidate: answer(labels(1), 40 + (index % 11)),
		})),
	);
	expect(verdict).toBe('no worse');
	expect(latency).toMatchObject([
		{quantile: 'p50', verdict: 'slower', primary: 13, candidate: 45},
		{quantile: 'p95', verdict: 'slower', primary: 16, candidate: 50},
	]);
	expect(latency[0]?.ratio).toEqual({lower: expect.closeTo(45 / 14), upper: expect.closeTo(45 / 12)});
	expect(histogram.edges).toHaveLength(41);
	expect([histogram.edges[0], histogram.edges[40]]).toEqual([10, expect.closeTo(50)]);
	expect(histogram.primary.reduce((sum, count) => sum + count)).toBe(700);
	expect(compare(pairs(9, () => ({primary: labels(1), candidate: labels(1)}))).latency).toEqual([
		{quantile: 'p50', verdict: 'not told', primary: 10, candidate: 10, ratio: {}},
		{quantile: 'p95', verdict: 'not told', primary: 10, candidate: 10, ratio: {}},
	]);
});

test('the answers that are farthest apart are kept, and only some, however long they are', () => {
	const number = (value: number | string) => ({name: 'y', datatype: 'FP64', shape: [1], data: [value]});
	const {disagreements, drift} = compare(
		pairs(100, index => ({primary: number(0.5), candidate: number(0.5 + (index % 50) / 100)})),
	);
	expect(disagreements).toHaveLength(20);
	expect(disagreements[0]).toEqual({
		where: 'digits.jsonl:50',
		body: '{"inputs":[49]}',
		distance: expect.closeTo(0.49),
		outputs: ['y'],
		primary: [number(0.5)],
		candidate: [number(0.99)],
	});
	expect(disagreements.map(({where}) => where).slice(0, 4)).toEqual([
		'digits.jsonl:50',
		'digits.jsonl:100',
		'digits.jsonl:49',
		'digits.jsonl:99',
	]);
	expect(drift).toMatchObject([{kind: 'numbers', output: 'y', distance: 0.98}]);
	const long = 'x'.repeat(100_000);
	const text = {name: long, datatype: 'BYTES', shape: [1], data: [long]};
	const hostile = compare([
		pair(0, {label: '1', primary: labels(1, long), candidate: text}),
		pair(1, {label: '1', primary: answer([text]), candidate: failed(long)}),
	]);
	expect(hostile.disagreements).toHaveLength(1);
	expect(JSON.stringify(hostile).length).toBeLessThan(6000);
});

test('looked at all the time, the verdict comes as soon as it can be told, and says so as surely', () => {
	const comparison = new Comparison({...once, looks: 'always'}, settings);
	let count = 0;
	while (comparison.verdict === 'not enough data' && count < 5000) {
		comparison.add(pair(count, {label: '1', primary: labels(1), candidate: labels(count % 4 === 0 ? 2 : 1)}));
		count++;
	}

	expect([comparison.verdict, count]).toEqual(['worse', 37]);
	expect(comparison.result({elapsedMs: 1, metadata: []}).reason).toBe(
		'the candidate is right on 73 % of 37 inputs, the primary on 100 %: 0.2 to 55.5 points fewer',
	);
});

test('between versions that always agree nothing drifts, in whatever order and within whatever tolerance', () => {
	const [one, other] = [(index: number) => labels(index % 2), (index: number) => labels(index % 3, 'other')];
	const swapped = compare(
		pairs(300, index => ({
			label: String(index % 2),
			primary: answer([one(index), other(index)]),
			candidate: answer([other(index), one(index)]),
		})),
	);
	expect(swapped.accuracy?.pairs).toEqual({bothGood: 300, bothBad: 0, better: 0, worse: 0});
	expect(swapped.drift).toMatchObject([{kind: 'labels', index: 0, pValue: 1}]);
	const number = (value: number): OutputTensor => ({name: 'y', datatype: 'FP64', shape: [1], data: [value]});
	for (const first of [1, 1.5]) {
		const {agreement, drift} = compare(
			pairs(300, index => ({
				primary: number(index === 0 ? first : 1 + (index % 2)),
				candidate: number((index === 0 ? first : 1 + (index % 2)) + 1e-7),
			})),
		);
		expect(agreement.agreeing).toEqual({count: 300, trials: 300});
		const ofNumbers = {kind: 'numbers', output: 'y', distance: 0, pValue: 1};
		// Whole numbers are classes where no other ones come.
		expect(drift).toMatchObject(first === 1 ? [{kind: 'labels', index: 0, pValue: 1}, ofNumbers] : [ofNumbers]);
	}
});

test('before the first pair nothing is known', () => {
	expect(compare([])).toMatchObject({
		verdict: 'not enough data',
		reason: 'no input was answered well by both versions',
		latency: [],
		histogram: {edges: []},
		forecast: {words: 'no number of inputs would tell at this margin, if they go on so'},
	});
});

test('one answer without a call of a tool, or a number that is written without a point, breaks no contract', () => {
	const number = (value: number): OutputTensor => ({
		name: 'predictions',
		datatype: Number.isInteger(value) ? 'INT64' : 'FP64',
		shape: [1],
		data: [value],
		isLoose: true,
	});
	const result = compare(
		pairs(2000, index => ({
			primary: number(3 + (index % 7) / 2),
			candidate: number(3 + (index === 0 ? 0.5 : (index % 7) / 2)),
		})),
	);
	expect(result).toMatchObject({verdict: 'no worse', decidedBy: 'agreement', contract: []});
	const said = {name: 'text', datatype: 'BYTES', shape: [1], data: ['yes']};
	const call = {name: 'tool_calls', datatype: 'BYTES', shape: [1], data: ['{}'], isLoose: true};
	const called = compare(
		pairs(2000, index => ({primary: answer(index === 0 ? [said, call] : [said]), candidate: answer([said])})),
	);
	expect(called).toMatchObject({verdict: 'no worse', decidedBy: 'agreement', contract: []});
});

test('of long answers little is kept, however they differ', () => {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const comparison = new Comparison(once, settings);
	const text = (index: number, version: string): OutputTensor => {
		const data = [`${version} ${index} `.padEnd(2 ** 20, 'x')];
		return {name: 'text', datatype: 'BYTES', shape: [1], data};
	};
	collect();
	const before = process.memoryUsage().heapUsed;
	for (let index = 0; index < 60; index++) {
		const sides = {label: 'yes', primary: text(index, 'primary'), candidate: text(index, 'candidate')};
		comparison.add(pair(index, sides));
	}

	collect();
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(10 * 2 ** 20);
	const [first] = comparison.result({elapsedMs: 1, metadata: []}).disagreements;
	expect(first?.primary).toEqual([
		{name: 'text', datatype: 'BYTES', shape: [1], data: [`${'primary 0 '.padEnd(200, 'x')}…`]},
	]);
});

test('of long answers is kept where they differ, in texts as in lists', () => {
	const comparison = new Comparison(once, settings);
	const side = (last: string, number: number): OutputTensor[] => [
		{name: 'text', datatype: 'BYTES', shape: [1], data: [`${'so it is '.repeat(100)}${last}`]},
		{name: 'rows', datatype: 'INT64', shape: [400], data: [...Array.from({length: 399}, () => 0), number]},
	];
	comparison.add(pair(0, {primary: answer(side('yes', 1)), candidate: answer(side('no', 2))}));
	const [first] = comparison.result({elapsedMs: 1, metadata: []}).disagreements;
	const told = [first?.primary, first?.candidate].map(outputs => outputs?.map(({data}) => data));
	const like = '…t is so it is so it is so it is so it is so it is ';
	expect(told).toEqual([
		[[`${like}yes`], ['…', 0, 0, 0, 0, 0, 1]],
		[[`${like}no`], ['…', 0, 0, 0, 0, 0, 2]],
	]);
});

test('what is known while more comes says the same as the end does', () => {
	const given = pairs(300, index => ({
		label: String(index % 10),
		primary: answer(labels(index % 10), 8 + (index % 7)),
		candidate: index === 50 ? failed() : labels(index % 10 === 3 ? 8 : index % 10),
	}));
	const comparison = new Comparison(once, settings);
	expect(comparison.soFar()).toMatchObject({verdict: 'not enough data', pairs: 0, primary: {failed: 0}});
	for (const each of given) comparison.add(each);
	const end = comparison.result({elapsedMs: 10_000, metadata: []});
	const {primary, candidate, agreement, accuracy} = end;
	expect(comparison.soFar()).toEqual({
		verdict: 'worse',
		reason: end.reason,
		question: once,
		pairs: 300,
		primary: {failed: 0, latency: {p50: primary.latency?.p50, p95: primary.latency?.p95}},
		candidate: {failed: 1, latency: {p50: candidate.latency?.p50, p95: candidate.latency?.p95}},
		agreement: {agreeing: agreement.agreeing, interval: agreement.interval},
		accuracy: {primary: accuracy?.primary, candidate: accuracy?.candidate, difference: accuracy?.difference},
	});
});
