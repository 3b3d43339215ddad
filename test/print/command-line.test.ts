import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {commandLine, type Verb} from '../../source/print/command-line.ts';
import {randomCases} from '../helpers/random-cases.ts';

const here = {namespace: 'models'};

test.each<[verb: Verb, line: string]>([
	[{name: 'promote', arguments: ['wisdom'], ...here}, 'kubectl iter8 promote wisdom -n models'],
	[
		{name: 'cleanup', arguments: ['wisdom'], flags: {all: true}, ...here},
		'kubectl iter8 cleanup wisdom --all -n models',
	],
	[
		{
			name: 'watch',
			flags: {'all-namespaces': true},
			namespace: undefined,
			connection: {kubeconfig: '/tmp/kc', context: 'prod eu'},
		},
		"kubectl iter8 watch --all-namespaces --kubeconfig /tmp/kc --context 'prod eu'",
	],
	[
		{
			name: 'send-test',
			arguments: ['wisdom'],
			flags: {requests: 20, path: undefined, header: ['traffic: test', "x: it's"]},
			...here,
		},
		String.raw`kubectl iter8 send-test wisdom --requests 20 --header 'traffic: test' --header 'x: it'\''s' -n models`,
	],
	[
		{name: 'deploy', arguments: ['wisdom'], flags: {version: '-v2'}, ...here},
		'kubectl iter8 deploy wisdom --version=-v2 -n models',
	],
	[
		{name: 'deploy', arguments: ['wisdom'], flags: {version: 'a\u0007b\u009B\n'}, ...here},
		String.raw`kubectl iter8 deploy wisdom --version $'a\x07b\u009b\x0a' -n models`,
	],
])('%j is typed as %s', (verb, line) => {
	expect(commandLine(verb)).toBe(line);
});

test('a shell takes each word for what it is', () => {
	const word = fc.string({unit: 'grapheme', minLength: 1, maxLength: 12}).filter(text => !text.includes('\0'));
	const words = fc.array(word, {minLength: 1, maxLength: 4});
	fc.assert(
		fc.property(words, given => {
			const line = commandLine({name: 'promote', arguments: given, namespace: undefined});
			const script = `kubectl() { printf '%s\\0' "$@"; }; ${line}`;
			const env = {...process.env, LC_ALL: 'C.UTF-8'};
			const printed = execFileSync('bash', ['-c', script], {env, encoding: 'utf8'});
			expect(printed.split('\0').slice(0, -1)).toEqual(['iter8', 'promote', ...given]);
		}),
		{numRuns: randomCases(40)},
	);
});
