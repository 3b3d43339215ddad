import {expect, test} from 'vitest';
import {completionOf} from '../../source/options/complete.ts';
import {verbs} from '../../source/verbs/verbs.ts';

const values = (...words: readonly string[]) => {
	const completion = completionOf(verbs, words);
	return completion.type === 'suggestions' ? completion.suggestions.map(({value}) => value) : completion.type;
};

const verbNames =
	'init deploy status explain check send-test compare weights promote abort undo history cleanup watch tui render sandbox version options help'.split(
		' ',
	);

test.each([
	[[''], verbNames],
	[['-n', 'x', 'pro'], verbNames],
	[['help', ''], verbNames],
	[['promote', ''], 'apps'],
	[['promote', '-n', 'x', 'w'], 'apps'],
	[['promote', 'wisdom', ''], 'nothing'],
	[['init', ''], 'nothing'],
	[['weights', ''], 'apps'],
	[['weights', 'wisdom', ''], 'nothing'],
	[['frobnicate', ''], 'nothing'],
	[['status', '-n', ''], 'namespaces'],
	[['status', '--namespace', 'def'], 'namespaces'],
	[['status', '--namespace='], 'namespaces'],
	[['status', '-n=de'], 'namespaces'],
	[
		['status', '-w='],
		['true', 'false'],
	],
	[['deploy', 'wisdom', '--template', ''], 'templates'],
	[['status', '--context', ''], 'contexts'],
	[['status', '--context=d'], 'contexts'],
	[['--context', ''], 'contexts'],
	[['--context='], 'contexts'],
	[['status', '--cluster', 'd'], 'clusters'],
	[['status', '--user='], 'users'],
	[['promote', 'wisdom', '-f', ''], 'files'],
	[
		['status', '-o', ''],
		['json', 'yaml', 'name', 'wide'],
	],
	[
		['deploy', '--dry-run='],
		['none', 'client', 'server'],
	],
	[
		['promote', '--wait='],
		['true', 'false'],
	],
	[['status', '--frobnicate='], 'nothing'],
	[['status', '--', '-'], 'apps'],
])('after %j comes %j', (words, expected) => {
	expect(values(...words)).toEqual(expected);
});

test('a dash is completed to the flags of the verb and the global ones', () => {
	const flags = `--all-namespaces --prometheus --read-only --screen-reader --selector --as --as-group --as-uid --as-user-extra --certificate-authority
		--client-certificate --client-key --cluster --context --help --insecure-skip-tls-verify --kubeconfig --namespace
		--no-color --request-timeout --server --tls-server-name --token --user --v`;
	expect(values('tui', '-')).toEqual(flags.split(/\s+/));
});
