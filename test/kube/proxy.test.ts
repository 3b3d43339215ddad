import {describe, expect, it} from 'vitest';
import {proxyFor} from '../../source/kube/proxy.ts';

const proxy = 'http://proxy.test:3128';

describe('proxyFor', () => {
	it('takes the proxy of the cluster, whatever the environment says', () => {
		const env = {HTTPS_PROXY: 'http://other.test', NO_PROXY: '*'};
		expect(proxyFor(new URL('https://api.test'), proxy, env)).toBe(proxy);
	});

	it.each<[string, Record<string, string>, string | undefined]>([
		['https://api.test', {}, undefined],
		['https://api.test', {HTTPS_PROXY: proxy}, proxy],
		['https://api.test', {https_proxy: proxy}, proxy],
		['https://api.test', {HTTPS_PROXY: 'proxy.test:3128'}, proxy],
		['https://api.test', {HTTP_PROXY: proxy}, undefined],
		['http://api.test', {HTTP_PROXY: proxy}, proxy],
		['https://localhost:6443', {HTTPS_PROXY: proxy}, undefined],
		['https://127.0.0.5:6443', {HTTPS_PROXY: proxy}, undefined],
		['https://[::1]:6443', {HTTPS_PROXY: proxy}, undefined],
		['https://api.test', {ALL_PROXY: proxy}, undefined],
		['https://api.test', {HTTPS_PROXY: proxy, https_proxy: 'http://other.test'}, proxy],
		['https://api.test', {HTTPS_PROXY: '', https_proxy: proxy}, proxy],
		['https://api.test', {HTTPS_PROXY: 'HTTP://PROXY.test:3128'}, proxy],
		['https://api.test', {HTTPS_PROXY: 'localhost'}, 'http://localhost'],
		['https://api.test', {HTTPS_PROXY: proxy, no_proxy: 'test'}, undefined],
	])('%s with %j goes over %s', (server, env, expected) => {
		expect(proxyFor(new URL(server), undefined, env)).toBe(expected);
	});

	it.each<[string, string, boolean]>([
		['https://api.test', 'api.test', true],
		['https://a.api.test', 'api.test', true],
		['https://a.api.test', '.api.test', true],
		['https://api.test', '.api.test', false],
		['https://a.api.test', '*.api.test', true],
		['https://notapi.test', 'api.test', false],
		['https://API.test', 'other.test, Api.Test', true],
		['https://api.test', '*', true],
		['https://api.test', '', false],
		['https://api.test:6443', 'api.test:6443', true],
		['https://api.test:6443', 'api.test:443', false],
		['https://api.test', 'api.test:443', true],
		['https://10.1.2.3', '10.0.0.0/8', true],
		['https://11.1.2.3', '10.0.0.0/8', false],
		['https://10.1.2.3', '10.1.2.3', true],
		['https://10.1.2.3', '10.1.2.3:443', true],
		['https://10.1.2.3', '10.0.0.0/99', false],
		['https://[fd00::1]', 'fd00::/8', true],
		['https://[fd00::1]', '[fd00::1]:443', true],
		['https://[fd00::1]', 'fd00::1', true],
		['https://10.1.2.3', 'fd00::/8', false],
		['https://10.1.2.3', '.3', false],
		['https://10.1.2.3', '*.2.3', false],
		['https://10.1.2.3:6443', '10.1.2.3:6443', true],
		['https://10.1.2.3:6443', '10.1.2.3:443', false],
		['https://10.1.2.3', '010.1.2.3', false],
		['https://[fd00::1]', 'fd00:0:0::1', true],
		['https://[fd00::1]', '[fd00::1]', false],
		['https://[fd00::1]', '[fd00::1]:6443', false],
		['https://api.test', 'api.test:https', false],
		['https://api.test', ':443', false],
		['https://api.test', ',, ,api.test', true],
		['https://api.test', 'other.test,*', true],
		['https://api.test', 'https://api.test', false],
		['https://api.test', 'api.test.', false],
		['https://xn--mller-kva.test', 'müller.test', true],
		['https://api.test', 'api.test/24', false],
		['https://10.1.2.3', '::/0', false],
		['https://10.1.2.3', '::ffff:10.0.0.0/104', true],
		['https://[::ffff:10.1.2.3]', '10.0.0.0/8', true],
		['https://[fd00::1]', 'fd00::1%eth0', false],
	])('for %s, NO_PROXY=%s exempts: %s', (server, noProxy, isExempt) => {
		const env = {HTTPS_PROXY: proxy, NO_PROXY: noProxy};
		expect(proxyFor(new URL(server), undefined, env)).toBe(isExempt ? undefined : proxy);
	});
});

it.each(['http://joan:12#word@proxy:3128', 'http://joan:12/word@proxy:3128', 'http://joan:p@word?@proxy:3128'])(
	'a password that would be taken for the host and its path is refused, and not told: %s',
	address => {
		expect(() => proxyFor(new URL('https://api.test'), address, {})).toThrow(
			new Error(
				'the cluster: proxy-url is no proxy that can be used: it must be http://, https:// or socks5://HOST:PORT',
			),
		);
	},
);
