import {expect, test} from 'vitest';
import {parseAnswer} from '../../../source/metrics/prometheus/answer.ts';

test('reads the series of an instant query', () => {
	const answer =
		'{"status":"success","data":{"resultType":"vector","result":[{"metric":{"le":"5"},"value":[1767268800.781,"1.5"]}]}}';
	expect(parseAnswer(answer)).toEqual([{labels: {le: '5'}, samples: [[1767268800.781, 1.5]]}]);
});

test('reads the series of a range query, without samples that are no numbers', () => {
	const answer =
		'{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"2"],[2,"NaN"],[3,"+Inf"],[4,"5e-2"]]}]},"warnings":["slow"]}';
	expect(parseAnswer(answer)).toEqual([
		{
			labels: {},
			samples: [
				[1, 2],
				[4, 0.05],
			],
		},
	]);
});

test.each([
	[
		'{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}',
		'Prometheus says: query timed out in expression evaluation',
	],
	['{"status":"success","data":{"resultType":"string","result":[1,"up"]}}', 'this is no answer of a Prometheus'],
	['<html>Sign in</html>', 'this is no answer of a Prometheus'],
	['null', 'this is no answer of a Prometheus'],
])('%s is an error', (answer, message) => {
	expect(() => parseAnswer(answer)).toThrow(message);
});

test('passes over what is malformed', () => {
	const answer =
		'{"status":"success","data":{"resultType":"matrix","result":[7,{"metric":{"a":1,"b":"c"},"values":[8,[9],["x","1"]]}]}}';
	expect(parseAnswer(answer)).toEqual([{labels: {b: 'c'}, samples: []}]);
});
