import {expect, test} from 'vitest';
import {connectionFlags} from '../../source/options/connection-flags.ts';
import {parse} from '../../source/options/parse.ts';
import {verbs} from '../../source/verbs/verbs.ts';

test('gives the flags that were given', () => {
	const {flags} = parse(verbs, [
		'status',
		'--context=prod',
		'--insecure-skip-tls-verify',
		'--request-timeout=5s',
		'--as-group=a',
	]);
	expect(connectionFlags(flags)).toMatchObject({
		context: 'prod',
		insecureSkipTlsVerify: true,
		requestTimeoutMs: 5000,
		asGroup: ['a'],
	});
});

test('says nothing about what was not given, so that the kubeconfig has its say', () => {
	expect(connectionFlags(parse(verbs, ['status']).flags)).not.toHaveProperty('insecureSkipTlsVerify');
	expect(connectionFlags(parse(verbs, ['status']).flags)).not.toHaveProperty('context');
});
