import {expect, test} from 'vitest';
import {Comparison} from '../../../source/analysis/comparison/comparison.ts';
import {LeftRunning} from '../../../source/runner/hand-over.ts';
import {ending} from '../../../source/tui/lines/event-lines.ts';
import {RunList} from '../../../source/tui/runs/run-list.ts';
import type {Job} from '../../../source/tui/runs/run.ts';
import {settings} from '../../analysis/comparison/pairs.ts';
import {eventually} from '../../helpers/eventually.ts';
import {stepWork, type TestStep} from '../../helpers/step-work.ts';

const noon = new Date('2026-01-01T12:00:00Z');
const here = {context: 'prod', now: () => noon};
const app = {namespace: 'models', name: 'wisdom'};

function job(steps: readonly TestStep[], rest: Partial<Job> = {}): Job {
	const stopping = rest.stopping ?? new AbortController();
	return {
		action: 'promote',
		app,
		title: 'promote wisdom-1 of wisdom',
		command: 'kubectl iter8 promote wisdom -n models',
		...stepWork(steps, stopping.signal),
		stopping,
		...rest,
	};
}

function stepThat(title: string, run: TestStep['run']): TestStep {
	return {title, run};
}

test('steps run in their order, and each change is told', async () => {
	const runs = new RunList();
	const told: string[] = [];
	runs.subscribe(() => {
		const [run] = runs.runs();
		told.push([...(run?.steps ?? []).map(({status}) => status), run?.status].join(' '));
	});
	runs.start(job([stepThat('one', async () => 'one done'), stepThat('two', async () => 'two done')]), here);
	await eventually(() => expect(runs.runs()[0]?.status).toBe('done'));
	expect(told).toEqual([
		'waiting waiting running',
		'running waiting running',
		'done waiting running',
		'done running running',
		'done done running',
		'done done done',
	]);
	expect(runs.runs()[0]).toMatchObject({id: '1', context: 'prod', startedAt: noon, finishedAt: noon, error: undefined});
});

test('the first failure ends a run; the steps after it are never begun', async () => {
	const runs = new RunList();
	runs.start(
		job([
			stepThat('one', () => Promise.reject(new Error('the server is gone'))),
			stepThat('two', async () => 'two done'),
		]),
		here,
	);
	await eventually(() => expect(runs.runs()[0]?.status).toBe('failed'));
	expect(runs.runs()[0]?.error).toBe('the server is gone');
	expect(runs.runs()[0]?.steps.map(({status}) => status)).toEqual(['failed', 'waiting']);
});

test('a run that is stopped finishes the step that is under way and begins no other', async () => {
	const runs = new RunList();
	const {promise, resolve} = Promise.withResolvers<string>();
	const id = runs.start(job([stepThat('one', () => promise), stepThat('two', async () => 'two done')]), here);
	runs.stop(id);
	resolve('one done');
	await eventually(() => expect(runs.runs()[0]?.status).toBe('stopped'));
	expect(runs.runs()[0]?.steps.map(({status}) => status)).toEqual(['done', 'waiting']);
});

test('a wait that is stopped counts as stopped, not as failed', async () => {
	const runs = new RunList();
	const stopping = new AbortController();
	const waiting = (): Promise<string> =>
		new Promise((_, reject) => {
			stopping.signal.addEventListener('abort', () => reject(new Error('aborted')));
		});
	const id = runs.start(job([stepThat('one', waiting)], {stopping}), here);
	await eventually(() => expect(runs.runs()[0]?.steps[0]?.status).toBe('running'));
	runs.stop(id);
	await eventually(() => expect(runs.runs()[0]?.status).toBe('stopped'));
	expect(runs.runs()[0]).toMatchObject({error: undefined, steps: [{status: 'stopped'}]});
});

test('what a daemon goes on with counts as left, not as stopped, and keeps what was said of it', async () => {
	const runs = new RunList();
	const stopping = new AbortController();
	const work: Job['work'] = ({onTransition}) =>
		new Promise((_, reject) => {
			onTransition({type: 'began', step: 0, words: ''});
			stopping.signal.addEventListener('abort', () => {
				onTransition({type: 'progressed', step: 0, words: 'the daemon goes on with it'});
				reject(new LeftRunning(stopping.signal.reason));
			});
		});
	const id = runs.start({...job([], {stopping}), titles: ['one'], work}, here);
	runs.stop(id);
	await eventually(() => expect(runs.runs()[0]?.status).not.toBe('running'));
	const [run] = runs.runs();
	expect(run).toMatchObject({
		status: 'left',
		error: undefined,
		steps: [{status: 'running', words: 'the daemon goes on with it'}],
	});
	expect(run && ending(run)).toBe('promote wisdom-1 of wisdom: left to the daemon, which goes on with it');
});

test('outcomes and lines of a log are told together, not one by one', async () => {
	const runs = new RunList();
	const {promise, resolve} = Promise.withResolvers<void>();
	const steps = [
		stepThat('send', async (_, {onOutcome, onLine}) => {
			for (let index = 0; index < 1000; index++) {
				onOutcome({version: 'wisdom-0', status: 200, latencyMs: index, failure: undefined});
				onLine(`line ${index}`);
			}

			await promise;
			return 'sent';
		}),
	];
	let changes = 0;
	runs.subscribe(() => changes++);
	runs.start(job(steps, {action: 'send-test', requests: 1000}), here);
	await eventually(() => expect(runs.runs()[0]?.test?.count).toBe(1000));
	expect(runs.runs()[0]?.lines).toHaveLength(500);
	expect(changes).toBeLessThan(8);
	resolve();
	await eventually(() => expect(runs.runs()[0]?.status).toBe('done'));
});

test('what a comparison comes to is reckoned when it is to be seen, and not for each pair', async () => {
	const runs = new RunList();
	let made = 0;
	const steps = [
		stepThat('send', async (_, {onComparison}) => {
			const of = 1000;
			for (let pairs = 1; pairs <= of; pairs++) {
				onComparison(() => {
					made++;
					const soFar = new Comparison({margin: 0.01, alpha: 0.05, looks: 'once'}, settings).soFar();
					return {kind: 'running', names: ['wisdom-0', 'wisdom-1'], of, soFar: {...soFar, pairs}};
				});
			}

			return 'worse';
		}),
	];
	runs.start(job(steps, {action: 'compare'}), here);
	await eventually(() => expect(runs.runs()[0]?.status).toBe('done'));
	expect(runs.runs()[0]?.comparison).toMatchObject({kind: 'running', of: 1000, soFar: {pairs: 1000}});
	expect(made).toBeLessThan(3);
});

test('the numbers of a version are those of the last test that it answered, in this context, until it is replaced', async () => {
	const runs = new RunList();
	const test = (version: string, latencyMs: number, failure?: string): Job =>
		job(
			[
				stepThat('send', async (_, {onOutcome}) => {
					onOutcome({version, status: 200, latencyMs, failure});
					return 'sent';
				}),
			],
			{action: 'send-test', requests: 1},
		);
	expect(runs.testNumbers(app, 'prod')).toBeUndefined();
	runs.start(test('wisdom-0', 10), here);
	runs.start(test('wisdom-0', 20, 'HTTP 500'), here);
	runs.start(test('wisdom-1', 30), here);
	runs.start(test('wisdom-1', 99), {...here, context: 'other'});
	await eventually(() => expect(runs.runs().every(({status}) => status === 'done')).toBe(true));
	const unknown = {requestsPerSecond: undefined, history: [], test: {count: 1, at: here.now()}};
	expect(runs.testNumbers(app, 'prod')).toEqual(
		new Map([
			['wisdom-0', {...unknown, errorShare: 1, p50Ms: 20, p95Ms: 20}],
			['wisdom-1', {...unknown, errorShare: 0, p50Ms: 30, p95Ms: 30}],
		]),
	);
	expect(runs.testNumbers({...app, name: 'owl'}, 'prod')).toBeUndefined();
	runs.start(job([]), here);
	expect(runs.testNumbers(app, 'prod')).toBeUndefined();
	expect(runs.testNumbers(app, 'other')?.get('wisdom-1')?.p50Ms).toBe(99);
});
