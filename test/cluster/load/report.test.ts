import {expect, test} from 'vitest';
import type {RequestRecord} from './record.ts';
import {reportOf} from './report.ts';

function record(sequence: number, phase: string, differences: Partial<RequestRecord> = {}): RequestRecord {
	return {
		sequence,
		phase,
		kind: sequence % 2 === 0 ? 'plain' : 'test',
		sentAt: sequence * 5,
		latency: sequence + 1,
		outcome: '200',
		appVersion: 'v0',
		modelName: 'wisdom-0',
		modelVersion: 'digits-lr',
		agrees: ['digits-lr'],
		...differences,
	};
}

const nothing = {sent: 0, ok: 0, versions: {}, models: {}, pairs: {}, predictions: {}, wrong: 0};

test('every request counts in the phase in which it was sent, and what is not 200 counts as failed', () => {
	const records = [
		record(0, 'a'),
		record(1, 'a', {outcome: '503', agrees: []}),
		record(2, 'a', {outcome: 'ECONNRESET', agrees: []}),
		record(3, 'b', {appVersion: 'v1', modelVersion: 'digits-rf', agrees: ['digits-rf', 'digits-svm']}),
	];
	expect(reportOf(records, {'retried wisdom-0': 1, 'retried wisdom-1': 1, 'UH wisdom-0': 3})).toEqual({
		sent: 4,
		ok: 2,
		failed: {'503': 1, ECONNRESET: 1},
		retries: 2,
		envoy: {'retried wisdom-0': 1, 'retried wisdom-1': 1, 'UH wisdom-0': 3},
		records,
		failures: [records[1], records[2]],
		phases: [
			{
				phase: 'a',
				seconds: 0.01,
				sent: 3,
				ok: 1,
				failed: {'503': 1, ECONNRESET: 1},
				p50: 2,
				p99: 3,
				plain: {
					sent: 2,
					ok: 1,
					versions: {v0: 1},
					models: {'digits-lr': 1},
					pairs: {'v0 digits-lr': 1},
					predictions: {'digits-lr': 1},
					wrong: 0,
				},
				test: {...nothing, sent: 1},
			},
			{
				phase: 'b',
				seconds: 0,
				sent: 1,
				ok: 1,
				failed: {},
				p50: 4,
				p99: 4,
				plain: nothing,
				test: {
					sent: 1,
					ok: 1,
					versions: {v1: 1},
					models: {'digits-rf': 1},
					pairs: {'v1 digits-rf': 1},
					predictions: {'digits-rf': 1, 'digits-svm': 1},
					wrong: 0,
				},
			},
		],
	});
});

test('an answer is wrong when the model that it names predicts something else, or it names none and no model predicts it', () => {
	const {modelVersion: _, ...unnamed} = record(2, 'a');
	const {phases} = reportOf([record(0, 'a', {agrees: ['digits-rf']}), unnamed, {...unnamed, sequence: 4, agrees: []}]);
	expect(phases[0]?.plain).toEqual({
		sent: 3,
		ok: 3,
		versions: {v0: 3},
		models: {'digits-lr': 1, none: 2},
		pairs: {'v0 digits-lr': 1, 'v0 none': 2},
		predictions: {'digits-rf': 1, 'digits-lr': 1},
		wrong: 2,
	});
});
