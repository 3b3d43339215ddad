import {expect, onTestFinished, test, vi} from 'vitest';
import {GatewayNumbers} from '../../../source/metrics/gateway/follow-gateway-numbers.ts';
import type {AppNumbers} from '../../../source/metrics/numbers.ts';
import {ApiError} from '../../../source/objects/cluster.ts';
import {pods} from '../../../source/objects/resource.ts';
import {eventually} from '../../helpers/eventually.ts';
import {exposition, gatewayPod, startStand, type Stand} from './stand.ts';

const app = {namespace: 'models', name: 'wisdom'};

/** Follows the app while the test turns the clock. */
function follow({target}: Stand) {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	onTestFinished(() => void vi.useRealTimers());
	const gateways = new GatewayNumbers(target);
	const told: AppNumbers[] = [];
	const errors: string[] = [];
	const clock = {time: 0};
	const start = () => {
		const stop = gateways.follow(app, {
			now: () => new Date(clock.time),
			onNumbers: numbers => told.push(numbers),
			onError: error => errors.push(error.message),
		});
		onTestFinished(stop);
		return stop;
	};
	const after = async (ms: number): Promise<AppNumbers | undefined> => {
		const {length} = told;
		clock.time += ms;
		await vi.advanceTimersByTimeAsync(ms);
		await eventually(() => expect(told.length).toBeGreaterThan(length));
		return told.at(-1);
	};
	return {start, after, clock, told, errors};
}

const rates = (numbers: AppNumbers | undefined) =>
	[...(numbers ?? [])].map(([version, {requestsPerSecond}]) => [version, requestsPerSecond]);

test('the counters are looked at twice in the first second and then every five, through one connection', async () => {
	const stand = await startStand();
	stand.texts.set('gateway-0', exposition(100, [1000, 10]));
	const {start, after} = follow(stand);
	start();
	expect(rates(await after(0))).toEqual([
		['wisdom-0', undefined],
		['wisdom-1', undefined],
	]);
	stand.texts.set('gateway-0', exposition(101, [1100, 12]));
	expect(rates(await after(1000))).toEqual([
		['wisdom-0', 100],
		['wisdom-1', 2],
	]);
	stand.texts.set('gateway-0', exposition(106, [1600, 12]));
	const numbers = (await after(5000))?.get('wisdom-0');
	expect(numbers?.history.map(({requestsPerSecond}) => requestsPerSecond)).toEqual([100, 100]);
	expect(numbers).toMatchObject({
		errorShare: 0,
		p95Ms: 4.75,
		counts: {requests: 1600, failed: 0, statuses: {'200': 1600}},
	});
	expect(stand.opened).toEqual(['gateway-0:15090']);
	expect(decodeURIComponent(stand.asked[0] ?? '')).toBe(
		String.raw`/stats/prometheus?filter=^server\.uptime$|istio_build|(istio_requests_total|istio_request_duration_m).*(wisdom-0-predictor|wisdom-1-predictor)|(wisdom-0-predictor|wisdom-1-predictor)[^;]*;?\.?upstream_rq_(total|time|[0-9]{3})$`,
	);
	// one connection, and the app is not looked up at each look
	expect(stand.cluster.calls.filter(call => call.startsWith('list pods'))).toHaveLength(1);
});

test('a pod that was replaced is found at once, and adds what it has counted', async () => {
	const stand = await startStand(['gateway-0', 'gateway-1']);
	for (const name of ['gateway-0', 'gateway-1']) stand.texts.set(name, exposition(100, [1000]));
	const {start, after} = follow(stand);
	start();
	await after(0);
	stand.texts.delete('gateway-1');
	await stand.cluster.delete(pods, 'istio-system', 'gateway-1');
	stand.cluster.put(gatewayPod('gateway-2'));
	stand.texts.set('gateway-0', exposition(101, [1010]));
	stand.texts.set('gateway-2', exposition(0, [30]));
	expect(rates(await after(1000))[0]).toEqual(['wisdom-0', 40]);
});

test('while a pod does not answer nothing is known, as the others are not the whole; why is told', async () => {
	const stand = await startStand(['gateway-0', 'gateway-1']);
	stand.texts.set('gateway-0', exposition(100, [1000]));
	const {start, after} = follow(stand);
	start();
	const unreadable = {unknown: {kind: 'unreadable', message: 'pod gateway-1 is gone'}};
	expect([...((await after(0))?.values() ?? [])]).toMatchObject([unreadable, unreadable]);
	stand.texts.set('gateway-1', exposition(100, [1000]));
	await after(1000);
	stand.texts.set('gateway-1', exposition(105, [1050]));
	expect(rates(await after(5000))[0]).toEqual(['wisdom-0', 10]);
});

test('without the right to look at pods, or to forward their ports, the numbers say so', async () => {
	const stand = await startStand();
	stand.cluster.onCall = call => {
		if (call.startsWith('list pods')) throw new ApiError(403, 'Forbidden', 'pods is forbidden');
	};
	const {start, after, errors} = follow(stand);
	start();
	const [numbers] = (await after(0))?.values() ?? [];
	expect(numbers?.unknown).toEqual({kind: 'unreadable', message: 'pods is forbidden'});
	expect(errors).toEqual([]);
});

test('a gateway that is none of Istio is told apart by its ports', async () => {
	const stand = await startStand([]);
	stand.cluster.put({...gatewayPod('other'), spec: {containers: [{name: 'nginx', ports: [{containerPort: 80}]}]}});
	const {start, after} = follow(stand);
	start();
	const [numbers] = (await after(0))?.values() ?? [];
	expect(numbers?.unknown).toEqual({
		kind: 'unreadable',
		message: "pod istio-system/other has no port http-envoy-prom (15090), at which Istio's proxies tell their counters",
	});
	expect(stand.opened).toEqual([]);
});

test('nobody looks after the end, and an app that is followed again has its past', async () => {
	const stand = await startStand();
	stand.texts.set('gateway-0', exposition(100, [1000]));
	const {start, after, clock, told} = follow(stand);
	const stop = start();
	await after(0);
	stand.texts.set('gateway-0', exposition(101, [1010]));
	await after(1000);
	stop();
	const {length} = told;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(told).toHaveLength(length);
	clock.time += 60_000;
	stand.texts.set('gateway-0', exposition(161, [1610]));
	start();
	expect((await after(0))?.get('wisdom-0')?.history.map(({requestsPerSecond}) => requestsPerSecond)).toEqual([10, 10]);
});

test('when the routemap cannot be read that is told as an error', async () => {
	const stand = await startStand();
	stand.cluster.setReachable(false);
	const {start, after, errors} = follow(stand);
	start();
	expect((await after(0))?.size).toBe(0);
	expect(errors).toHaveLength(1);
});
