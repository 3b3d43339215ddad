import {beforeAll, expect, test} from 'vitest';
import {readAnswer} from '../../../../source/inference/outputs.ts';
import type {Session, TestOptions, TestOutcome} from '../../../../source/tui/session.ts';
import {applyRoutes} from '../../../helpers/apply-routes.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {fixtures} from '../../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../../helpers/memory-cluster.ts';
import {down, enter, expectScreens, openDialog, right, tab} from '../open-dialog.tsx';

const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0'));

/** A gateway that tells its outcomes when the test wants it to. */
function heldGateway() {
	let given: TestOptions | undefined;
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const sendTest: Session['sendTest'] = (_, options) => {
		given = options;
		options.signal.addEventListener('abort', () => resolve());
		return promise;
	};
	return {
		sendTest,
		options: () => given,
		tell: (outcome: TestOutcome) => given?.onOutcome(outcome),
		end: resolve,
		fail: reject,
	};
}

function answer(index: number): TestOutcome {
	const version = index % 4 === 0 ? 'wisdom-1' : 'wisdom-0';
	return {version, status: 200, latencyMs: 8 + (index % 7) * 9, failure: undefined};
}

test('the form of a test has another line for each header', async () => {
	const terminal = await openDialog('send-test', cluster);
	await terminal.until('Requests');
	terminal.keys('200', down, down, down, 'traffic: test');
	await terminal.until('another');
	await expectScreens(terminal, 'send-test-form');
});

test('what is no number, no path and no header is said under its field', async () => {
	const terminal = await openDialog('send-test', cluster);
	await terminal.until('Requests');
	terminal.keys('20x', tab, '\u0015', '0', tab, 'v2', tab, 'traffic', enter);
	await terminal.until('write it as NAME: VALUE');
	await expectScreens(terminal, 'send-test-faults');
});

test('a test counts the answers of each version while it runs, and the result stays', async () => {
	const gateway = heldGateway();
	const terminal = await openDialog('send-test', cluster, {session: {sendTest: gateway.sendTest}});
	await terminal.until('Requests');
	terminal.keys('200', down, down, '/v2/models/wisdom/infer', down, 'traffic: test', enter);
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'send-test-plan');
	terminal.keys(right, enter);
	await terminal.until('0 of 200');
	expect(gateway.options()).toMatchObject({
		headers: {traffic: 'test'},
		path: '/v2/models/wisdom/infer',
		requests: 200,
		concurrency: 2,
	});
	for (let index = 0; index < 120; index++) gateway.tell(answer(index));
	await terminal.until('120 of 200');
	await expectScreens(terminal, 'send-test-running');
	for (let index = 120; index < 200; index++) gateway.tell(answer(index));
	gateway.end();
	await terminal.until('done in');
	await terminal.until('200 of 200 · 0 failed');
	const numbers = terminal.runs().testNumbers({namespace: 'models', name: 'wisdom'});
	expect(numbers?.get('wisdom-1')).toEqual({
		requestsPerSecond: undefined,
		errorShare: 0,
		p50Ms: 35,
		p95Ms: 62,
		history: [],
		test: {count: 50, at: new Date('2026-01-01T12:00:00Z')},
	});
	expect(terminal.runs().list[0]?.command).toBe(
		"kubectl iter8 send-test wisdom --requests 200 --concurrency 2 --path /v2/models/wisdom/infer --header 'traffic: test' -n models",
	);
});

test('failures are counted with their reasons, and r sends the test again', async () => {
	const gateway = heldGateway();
	const terminal = await openDialog('send-test', cluster, {session: {sendTest: gateway.sendTest}});
	await terminal.until('Requests');
	terminal.keys(enter);
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('0 of 20');
	for (let index = 0; index < 17; index++) gateway.tell(answer(index));
	const failure = 'wisdom-0 answered with HTTP 503: upstream connect error or disconnect/reset before headers';
	gateway.tell({version: 'wisdom-0', status: 503, latencyMs: 3, failure});
	gateway.tell({version: 'wisdom-0', status: 503, latencyMs: 4, failure});
	gateway.tell({version: undefined, status: undefined, latencyMs: 10_000, failure: 'timed out after 10s'});
	gateway.end();
	await terminal.until('failed after');
	await expectScreens(terminal, 'send-test-failed');
	terminal.keys('r');
	await terminal.until('Go ahead');
});

test('a test is stopped at once, with what came until then', async () => {
	const gateway = heldGateway();
	const terminal = await openDialog('send-test', cluster, {session: {sendTest: gateway.sendTest}});
	await terminal.until('Requests');
	terminal.keys(enter);
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('0 of 20');
	gateway.tell(answer(1));
	terminal.keys('X');
	await terminal.until('stopped after');
	await terminal.until('1 of 20');
	expect(terminal.runs().list[0]).toMatchObject({status: 'stopped', error: undefined});
});

test('where no gateway is found the whole reason is shown', async () => {
	const gateway = heldGateway();
	const terminal = await openDialog('send-test', cluster, {session: {sendTest: gateway.sendTest}});
	await terminal.until('Requests');
	terminal.keys(enter);
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('0 of 20');
	gateway.fail(new Error('no gateway carries the route of wisdom: name one with --url, or install an ingress gateway'));
	await terminal.until('failed after');
	await expectScreens(terminal, 'send-test-no-gateway');
	await eventually(() => expect(terminal.runs().list[0]?.status).toBe('failed'));
});

const withCandidate = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));

beforeAll(() => applyRoutes(withCandidate, 'models', 'wisdom-routemap', [1, 1]));

/** What a version that was asked answered, with another prediction in each. */
function told(version: 'wisdom-0' | 'wisdom-1', latencyMs: number): TestOutcome {
	const by = version === 'wisdom-1' ? 'traffic: test' : 'no header';
	const outputs = [
		{name: 'predict', data: [version === 'wisdom-1' ? 3 : 2]},
		{name: 'probability', data: [0.25, 0.75]},
	];
	const answer = readAnswer(JSON.stringify({model_name: version, model_version: 'v1', outputs}));
	return {version, status: 200, latencyMs, failure: undefined, asked: {version, by}, answer};
}

test('with a candidate that is ready a test is offered that asks it and the primary the same', async () => {
	const gateway = heldGateway();
	const terminal = await openDialog('send-test', withCandidate, {session: {sendTest: gateway.sendTest}});
	await terminal.until('wisdom-1 is asked by traffic: test');
	await expectScreens(terminal, 'compare-form');
	terminal.keys(enter);
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'compare-plan');
	terminal.keys(right, enter);
	await terminal.until('0 of 40');
	expect(gateway.options()).toMatchObject({version: 'wisdom-1', headers: {}, requests: 20, concurrency: 2});
	for (let index = 0; index < 20; index++) {
		gateway.tell(told('wisdom-0', 8 + index));
		gateway.tell(told('wisdom-1', 10 + index));
	}

	gateway.end();
	await terminal.until('40 of 40 · 0 failed');
	await terminal.until('done in');
	await expectScreens(terminal, 'compare-done');
	expect(terminal.runs().list[0]?.command).toBe(
		'kubectl iter8 send-test wisdom wisdom-1 --requests 20 --concurrency 2 -n models',
	);
});

test('the app can be asked as its clients do all the same', async () => {
	const terminal = await openDialog('send-test', withCandidate);
	await terminal.until('Requests each');
	terminal.keys(right);
	await terminal.until('wisdom, as its clients do');
	await terminal.until('Headers');
});

test('failures, other outputs in a version and a remark stand under what is compared', async () => {
	const gateway = heldGateway();
	const terminal = await openDialog('send-test', withCandidate, {session: {sendTest: gateway.sendTest}});
	await terminal.until('Requests each');
	terminal.keys(enter);
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('0 of 40');
	gateway.tell(told('wisdom-0', 8));
	gateway.tell(told('wisdom-1', 9));
	gateway.tell({...told('wisdom-1', 9), answer: readAnswer('{"predictions": [4]}')});
	const failure = 'the inference was answered by wisdom-0, not by wisdom-1';
	gateway.tell({...told('wisdom-1', 9), version: 'wisdom-0', answer: undefined, failure});
	gateway.options()?.onRemark('what was tested is kept nowhere: you may not write configmap wisdom-tests');
	gateway.end();
	await terminal.until('failed after');
	await expectScreens(terminal, 'compare-failed');
});

test('where nothing chooses a version it is said how it is asked instead', async () => {
	const shared = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
	const terminal = await openDialog('send-test', shared);
	await terminal.until('no request to wisdom reaches wisdom-1 alone');
	await terminal.until('wisdom-1-predictor.models.svc.cluster.local');
});
