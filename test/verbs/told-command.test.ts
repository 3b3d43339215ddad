import {expect, test} from 'vitest';
import {parse} from '../../source/options/parse.ts';
import {compareVerb} from '../../source/verbs/compare/flags.ts';
import {toldCommand} from '../../source/verbs/told-command.ts';
import {verbs} from '../../source/verbs/verbs.ts';

function toldOf(...argv: readonly string[]): string {
	return toldCommand('compare', compareVerb.flags, parse(verbs, argv), 'prod');
}

test('a command is told as it was called, in its namespace', () => {
	expect(
		toldOf(
			'compare',
			'wisdom',
			'wisdom-1',
			'-f',
			'my digits.jsonl',
			'--margin',
			'2%',
			'--sequential',
			'--timeout',
			'1m',
			'--requests=900',
			'--report',
			'out.html',
			'-H',
			'traffic: test',
			'--context',
			'blue',
		),
	).toBe(
		"kubectl iter8 compare wisdom wisdom-1 --filename 'my digits.jsonl' --header 'traffic: test' --margin 2% --report out.html --requests 900 --sequential --timeout 60s -n prod --context blue",
	);
});

test('what holds anyway is not told', () => {
	expect(toldOf('compare', 'wisdom', '--margin', '1%', '--timeout', '10s')).toBe(
		'kubectl iter8 compare wisdom -n prod',
	);
});

test('secrets are not told', () => {
	const told = toldOf(
		'compare',
		'wisdom',
		'-H',
		'Authorization: Bearer s3cret',
		'-H',
		'X-Api-Key: s3cret',
		'-H',
		'cookie:s3cret',
		'--url',
		'http://me:s3cret@gateway:80/',
		'--token',
		's3cret',
	);
	expect(told).toBe(
		"kubectl iter8 compare wisdom --header 'Authorization: ***' --header 'X-Api-Key: ***' --header 'cookie: ***' --url 'http://***@gateway:80/' -n prod",
	);
});

test.for([
	['a name and password in a URL, however it is written', ['--url', 'https://me:s3cret@s3cret@gateway']],
	['a URL with a blank before it', ['--url', ' https://me:s3cret@gateway']],
	['a URL without slashes', ['--url', 'https:me:s3cret@gateway']],
	['a URL with slashes the other way', ['--url', 'https:\\\\me:s3cret@gateway']],
	['a key in a query', ['--path', '/infer?api_key=s3cret&a=b']],
	['a header of any name with a token', ['-H', 'x-user: Bearer s3cret']],
	['a header with a signed token', ['-H', 'x-user: eyJs3cret.eyJs3cret.s3cret']],
	['an API server', ['--server', 'https://me:s3cret@cluster']],
] as const)('%s is not told', ([, argv]) => {
	const told = toldOf('compare', 'wisdom', ...argv);
	expect(told).not.toContain('s3cret');
	expect(told).toContain('***');
});

test('what only looks like a secret is told', () => {
	expect(toldOf('compare', 'wisdom', '-f', 'me@home.jsonl', '--path', '/infer?a=b', '--url', 'http://gateway')).toBe(
		"kubectl iter8 compare wisdom --filename me@home.jsonl --path '/infer?a=b' --url http://gateway -n prod",
	);
});
