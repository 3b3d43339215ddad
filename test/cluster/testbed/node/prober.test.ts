import {expect, test} from 'vitest';
import {backOffBefore, lastWords} from './container-state.ts';
import {imageNamed} from './images.ts';
import {Verdict} from './prober.ts';

test('a probe says yes or no only after as many answers in a row as it asks for', () => {
	const verdict = new Verdict({successThreshold: 2, failureThreshold: 3});
	const answers = {
		'yes, yes, yes': [undefined, true, true],
		'no, no, yes': [undefined, undefined, undefined],
		'no, no, no, no': [undefined, undefined, false, false],
	};
	for (const [row, verdicts] of Object.entries(answers)) {
		expect(row.split(', ').map(answer => verdict.after(answer === 'yes'))).toEqual(verdicts);
	}
});

test('a container is started again at once, then after ever longer times, at most five minutes', () => {
	expect([1, 2, 3, 4, 5, 6, 7, 8].map(backOffBefore)).toEqual([
		0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000,
	]);
});

test('a termination message is the end of a log', () => {
	expect(lastWords('one\ntwo\n')).toBe('one\ntwo');
	expect(lastWords('line\n'.repeat(100)).split('\n').length).toBe(80);
	expect(lastWords('x'.repeat(3000)).length).toBe(2048);
});

test.each(['docker.io/seldonio/mlserver:1.7.1', 'index.docker.io/seldonio/mlserver@sha256:00', 'seldonio/mlserver'])(
	'the image %s has a program here',
	reference => {
		expect(imageNamed(reference)?.env?.['MLSERVER_PARALLEL_WORKERS']).toBe('0');
	},
);

test.each(['nobody/made-this:1', 'constructor', 'registry:5000/seldonio/mlserver'])(
	'the image %s has none',
	reference => {
		expect(imageNamed(reference)).toBeUndefined();
	},
);
