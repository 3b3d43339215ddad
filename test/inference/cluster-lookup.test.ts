import type {LookupAddress} from 'node:dns';
import {isIPv6} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {clusterLookup, mayBeService} from '../../source/inference/cluster-lookup.ts';
import {openGateway} from '../../source/inference/gateway.ts';
import {startServer} from '../kube/api-server.ts';

const addressOf = (address: string): LookupAddress => ({address, family: isIPv6(address) ? 6 : 4});

test.each([
	'10.96.0.1',
	'192.168.3.4',
	'172.20.0.10',
	'100.64.3.4',
	'8.8.8.8',
	'fd12:3456::1',
	'2001:db8::1',
	'::ffff:10.0.0.1',
])('%s may be the address of a Service', address => {
	expect(mayBeService(addressOf(address))).toBe(true);
});

test.each([
	'127.0.0.1',
	'127.255.255.254',
	'0.0.0.0',
	'0.1.2.3',
	'169.254.169.254',
	'169.254.170.2',
	'192.0.0.192',
	'100.100.100.200',
	'168.63.129.16',
	'224.0.0.1',
	'239.255.255.250',
	'255.255.255.255',
	'::',
	'::1',
	'::127.0.0.1',
	'::ffff:127.0.0.1',
	'::ffff:169.254.169.254',
	'::ffff:a9fe:a9fe',
	'fe80::1',
	'fe80::1%eth0',
	'fec0::1',
	'ff02::1',
	'64:ff9b::169.254.169.254',
	'64:ff9b:1::a9fe:a9fe',
	'2002:7f00:1::1',
	'fd00:ec2::254',
	'fd20:ce::254',
])('%s is the address of no Service', address => {
	expect(mayBeService(addressOf(address))).toBe(false);
});

/** What a connection is told for a name of these addresses. */
function lookUp(addresses: readonly string[], all: boolean): Promise<unknown> {
	const lookup = clusterLookup(async () => addresses.map(addressOf));
	return new Promise(resolve => {
		lookup('wisdom.models.svc', {all}, (error, ...found) => resolve(error ? error.message : found));
	});
}

test('a name is looked up once, in the form that is asked for; one address that is no Service’s spoils it', async () => {
	expect(await lookUp(['10.0.0.1', 'fd12::1'], true)).toEqual([
		[
			{address: '10.0.0.1', family: 4},
			{address: 'fd12::1', family: 6},
		],
	]);
	expect(await lookUp(['10.0.0.1', 'fd12::1'], false)).toEqual(['10.0.0.1', 4]);
	expect(await lookUp(['10.0.0.1', '169.254.169.254'], true)).toBe(
		'wisdom.models.svc stands for 169.254.169.254, which is no Service’s'.replace('’', "'"),
	);
	expect(await lookUp([], false)).toBe('wisdom.models.svc has no address');
});

test('a name that cannot be looked up is its own error', async () => {
	const reason = new Error('no such host');
	const lookup = clusterLookup(() => Promise.reject(reason));
	expect(await new Promise(resolve => lookup('a', {}, error => resolve(error)))).toBe(reason);
});

test('a Service that stands for the loopback is not connected to', async () => {
	const {url, received} = await startServer((_, response) => response.end('secret'));
	const {port} = new URL(url);
	const request = {
		method: 'GET' as const,
		host: 'wisdom.models',
		path: '/',
		headers: {},
		signal: new AbortController().signal,
		timeoutMs: 5000,
	};
	const guarded = openGateway(
		`http://wisdom.models.svc:${port}`,
		clusterLookup(async () => [addressOf('127.0.0.1')]),
	);
	const free = openGateway(`http://wisdom.models.svc:${port}`, (_name, _options, found) =>
		found(null, [addressOf('127.0.0.1')]),
	);
	onTestFinished(() => {
		guarded.close();
		free.close();
	});
	await expect(guarded.send(request)).rejects.toThrow("stands for 127.0.0.1, which is no Service's");
	expect(received).toEqual([]);
	expect((await free.send(request)).body).toBe('secret');
});
