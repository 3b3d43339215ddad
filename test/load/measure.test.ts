import {expect, test} from 'vitest';
import {Measure, type RunFacts} from '../../source/load/measure.ts';
import type {Sample} from '../../source/load/sample.ts';

const facts: RunFacts = {
	startedAt: new Date('2026-11-29T12:00:00Z'),
	endedAt: new Date('2026-11-29T12:00:04Z'),
	pace: {kind: 'open', rate: 1, arrival: 'constant', mostInFlight: 10, seed: 1},
	bound: {requests: 5},
	warmupMs: 0,
	elapsedMs: 4000,
	isInterrupted: false,
};

/** As the request of an index that was sent late by so much. */
function at(index: number, serviceMs: number, lateMs = 0) {
	const startMs = index * 1000 + lateMs;
	return {index, intendedMs: index * 1000, startMs, endMs: startMs + serviceMs};
}

const good = (version: string): Sample => ({version, status: 200});

test('a whole load is one plain value', () => {
	const measure = new Measure({weights: [{version: 'wisdom-0', weight: 1}], limits: {responseMs: 40}, slowMs: 40});
	measure.add(good('wisdom-0'), at(0, 10));
	measure.add(good('wisdom-0'), at(1, 10, 50));
	measure.add({version: 'wisdom-1', status: 503, failure: 'wisdom-1 answered with HTTP 503', body: 'no'}, at(2, 5));
	measure.add({version: undefined, status: undefined, failure: 'closed the connection'}, at(3, 1));
	measure.addDropped(3500);
	const oneTime = (milliseconds: number) => ({
		p50Ms: milliseconds,
		p90Ms: milliseconds,
		p95Ms: milliseconds,
		p99Ms: milliseconds,
		p999Ms: milliseconds,
		maxMs: milliseconds,
		meanMs: milliseconds,
	});
	const result = measure.read(facts);

	expect(result).toEqual({
		startedAt: '2026-11-29T12:00:00.000Z',
		endedAt: '2026-11-29T12:00:04.000Z',
		pace: facts.pace,
		bound: {requests: 5},
		warmupMs: 0,
		elapsedMs: 4000,
		isInterrupted: false,
		requests: 4,
		failed: 2,
		dropped: 1,
		requestsPerSecond: 1,
		goodput: {perSecond: 0.25, good: 1, limits: {responseMs: 40}},
		answered: [
			{
				version: 'wisdom-0',
				status: 200,
				count: 2,
				...oneTime(60),
				p50Ms: 10.007,
				meanMs: 35.01,
				service: {...oneTime(10), meanMs: 10.004},
			},
			{
				version: 'wisdom-1',
				status: 503,
				count: 1,
				...oneTime(5),
				meanMs: 5.002,
				service: {...oneTime(5), meanMs: 5.002},
			},
		],
		unanswered: [{reason: 'closed the connection', count: 1}],
		versions: [
			{
				version: 'wisdom-0',
				requests: 2,
				failed: 0,
				times: {...oneTime(60), p50Ms: 10.007, meanMs: 35.01},
				buckets: [
					{upToMs: 10.624, count: 1},
					{upToMs: 60.097, count: 1},
				],
			},
			{
				version: 'wisdom-1',
				requests: 1,
				failed: 1,
				times: {...oneTime(5), meanMs: 5.002},
				buckets: [{upToMs: 5.312, count: 1}],
			},
			{version: undefined, requests: 1, failed: 1, times: oneTime(1), buckets: [{upToMs: 1.024, count: 1}]},
		],
		split: {
			versions: [
				{version: 'wisdom-0', weight: 1, requests: 2},
				{version: 'wisdom-1', weight: 0, requests: 1},
			],
			verdict: 'not by chance',
			toldAfter: 3,
		},
		series: {
			intervalMs: 1000,
			failed: [0, 0, 1, 1],
			dropped: [0, 0, 0, 1],
			requests: [
				{version: 'wisdom-0', counts: [1, 1, 0, 0]},
				{version: 'wisdom-1', counts: [0, 0, 1, 0]},
				{version: null, counts: [0, 0, 0, 1]},
			],
			maxMs: [10, 60, 5, 1],
		},
		failures: [
			{
				index: 2,
				atMs: 2005,
				version: 'wisdom-1',
				status: 503,
				reason: 'wisdom-1 answered with HTTP 503',
				body: 'no',
			},
			{index: 3, atMs: 3001, version: undefined, reason: 'closed the connection'},
		],
	});
	expect(JSON.parse(JSON.stringify(result))).toMatchObject({requests: 4});
	expect(measure.counts).toEqual({requests: 4, failed: 2, dropped: 1, good: 1, slow: 4});
});

test('streamed answers have the times of their tokens', () => {
	const measure = new Measure({limits: {firstTokenMs: 150, perTokenMs: 20}});
	const tokens = {firstMs: 100, gapsMs: [10, 30], tokens: 3, perTokenMs: 20};
	measure.add({...good('llm-0'), tokens}, at(0, 140));
	measure.add({...good('llm-0'), tokens: {firstMs: 200, gapsMs: [], tokens: 1, perTokenMs: undefined}}, at(1, 200));
	const {answered, goodput} = measure.read(facts);
	expect(answered[0]?.tokens).toMatchObject({
		answers: 2,
		tokens: 4,
		tokensPerSecond: 1,
		first: {p50Ms: 100.031, maxMs: 200},
		perToken: {p50Ms: 20},
		gaps: {p50Ms: 10.007, maxMs: 30},
	});
	expect(goodput).toMatchObject({good: 1, perSecond: 0.25});
});

test('what is kept does not grow with the load, whatever answers', () => {
	const measure = new Measure();
	for (let index = 0; index < 3000; index++) {
		const failure = `reason ${index}`;
		const status = index % 2 === 0 ? undefined : 400 + (index % 200);
		measure.add({version: `v${index}`, status, failure, body: 'x'.repeat(5000)}, at(index, 1));
	}

	const {versions, answered, unanswered, failures, series, requests} = measure.read(facts);
	expect(requests).toBe(3000);
	expect([versions.length, answered.length, unanswered.length, failures.length]).toEqual([17, 65, 51, 10]);
	expect(answered.reduce((sum, {count}) => sum + count, 0)).toBe(1500);
	expect(failures[0]?.body?.length).toBe(2001);
	expect([series.intervalMs, series.failed.length]).toEqual([8000, 375]);
	expect(series.failed.reduce((sum, count) => sum + count, 0)).toBe(3000);
});
