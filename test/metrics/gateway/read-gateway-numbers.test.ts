import {expect, onTestFinished, test, vi} from 'vitest';
import {readGatewayNumbers} from '../../../source/metrics/gateway/read-gateway-numbers.ts';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import {eventually} from '../../helpers/eventually.ts';
import {exposition, startStand, type Stand} from './stand.ts';

const name = {namespace: 'models', name: 'wisdom'};

/** Reads while the test turns the clock; `asked` waits for a look. */
function read({target, routemap, asked}: Stand, signal = new AbortController().signal) {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	onTestFinished(() => void vi.useRealTimers());
	// a second at each look
	const now = () => new Date(1000 * asked.length);
	const numbers = readGatewayNumbers(target, [{name, routemap, types: defaultResourceTypes}], {now, signal});
	return {
		numbers: numbers.then(all => all.get('models/wisdom')),
		asked: (count: number) => eventually(() => expect(asked).toHaveLength(count)),
	};
}

test('two looks a second apart tell the rate; latencies are waited for until Envoy sums them up', async () => {
	const stand = await startStand();
	stand.texts.set('gateway-0', exposition(100, [1000, 0], false));
	const {numbers, asked} = read(stand);
	await asked(1);
	stand.texts.set('gateway-0', exposition(101, [1050, 0], false));
	await vi.advanceTimersByTimeAsync(1000);
	await asked(2);
	stand.texts.set('gateway-0', exposition(102, [1100, 0]));
	await vi.advanceTimersByTimeAsync(1000);
	expect([...((await numbers) ?? [])]).toMatchObject([
		['wisdom-0', {requestsPerSecond: 50, errorShare: 0, p95Ms: 4.75, counts: {requests: 1100}}],
		['wisdom-1', {requestsPerSecond: 0, errorShare: undefined, counts: {requests: 0}}],
	]);
	expect(stand.asked).toHaveLength(3);
});

test('without requests two looks are enough', async () => {
	const stand = await startStand();
	stand.texts.set('gateway-0', exposition(100, [1000, 0]));
	const {numbers, asked} = read(stand);
	await asked(1);
	await vi.advanceTimersByTimeAsync(1000);
	expect((await numbers)?.get('wisdom-0')).toMatchObject({requestsPerSecond: 0, counts: {requests: 1000}});
	expect(stand.asked).toHaveLength(2);
});

test('what cannot be read says why, and takes no second look', async () => {
	const stand = await startStand();
	const {numbers} = read(stand);
	expect((await numbers)?.get('wisdom-1')?.unknown).toEqual({kind: 'unreadable', message: 'pod gateway-0 is gone'});
});

test('a signal ends it, with its reason', async () => {
	const stand = await startStand();
	stand.texts.set('gateway-0', exposition(100, [1000, 0]));
	const stopping = new AbortController();
	const {numbers, asked} = read(stand, stopping.signal);
	await asked(1);
	stopping.abort(new Error('enough'));
	await expect(numbers).rejects.toThrow('enough');
});
