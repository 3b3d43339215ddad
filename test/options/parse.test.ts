import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {UsageError} from '../../source/objects/usage-error.ts';
import {type Flag, flagName} from '../../source/options/flag.ts';
import {globalFlags} from '../../source/options/global-flags.ts';
import {everyFlag as flagsOf, firstWord, parse} from '../../source/options/parse.ts';
import {verbs} from '../../source/verbs/verbs.ts';

const everyFlag = flagsOf(verbs);

const globalDefaults = {
	as: undefined,
	asGroup: [],
	asUid: undefined,
	asUserExtra: [],
	certificateAuthority: undefined,
	clientCertificate: undefined,
	clientKey: undefined,
	cluster: undefined,
	context: undefined,
	help: false,
	insecureSkipTlsVerify: false,
	kubeconfig: undefined,
	namespace: undefined,
	noColor: false,
	requestTimeout: 0,
	server: undefined,
	tlsServerName: undefined,
	token: undefined,
	user: undefined,
	v: 0,
};

test('flags stand before or after the verb and become values of their types', () => {
	const expected = {
		verb: 'send-test',
		arguments: ['wisdom'],
		flags: {
			...globalDefaults,
			concurrency: undefined,
			filename: undefined,
			header: ['traffic: test', 'a: "b" = c'],
			namespace: 'models',
			noColor: true,
			path: undefined,
			requestTimeout: 90_000,
			requests: 12,
			url: undefined,
		},
	};
	const flags = ['-nmodels', '-H', 'traffic: test', '--header=a: "b" = c', '--requests', '12', '--no-color'];
	const timeout = ['--request-timeout=1m30s'];
	expect(parse(verbs, [...flags, ...timeout, 'send-test', 'wisdom'])).toMatchObject(expected);
	expect(parse(verbs, ['send-test', ...timeout, 'wisdom', ...flags])).toMatchObject(expected);
});

test('a flag that is not given has the default of its verb', () => {
	expect(parse(verbs, ['promote', 'wisdom']).flags).toMatchObject({
		...globalDefaults,
		filename: undefined,
		skipTest: false,
		timeout: 600_000,
		url: undefined,
		wait: true,
	});
	expect(parse(verbs, ['promote', 'wisdom', '--wait=false']).flags).toMatchObject({wait: false});
	expect(parse(verbs, ['deploy', 'wisdom']).flags).toMatchObject({wait: false, dryRun: 'none'});
});

test('what stands after -- is an argument', () => {
	expect(parse(verbs, ['deploy', '--', '-wisdom'])).toMatchObject({verb: 'deploy', arguments: ['-wisdom']});
});

test.each([
	[[], []],
	[['--help'], []],
	[['-n', 'x'], []],
	[['deploy', '-h'], ['deploy']],
	[['--help', 'deploy', 'too', 'many'], ['deploy']],
	[['help', 'deploy'], ['deploy']],
])('%j asks for help about %j', (argv, about) => {
	expect(parse(verbs, argv)).toMatchObject({verb: 'help', arguments: about});
});

test.each([
	[['statsu'], 'unknown command "statsu" for "kubectl iter8", did you mean "status"?'],
	[['rollbak'], 'unknown command "rollbak" for "kubectl iter8", did you mean "rollback"?'],
	[['__complet'], 'unknown command "__complet" for "kubectl iter8"'],
	[['frobnicate'], 'unknown command "frobnicate" for "kubectl iter8"'],
	[['constructor'], 'unknown command "constructor" for "kubectl iter8"'],
	[['deploy'], 'APP is missing'],
	[['status', 'a', 'b'], 'unexpected argument "b"'],
	[
		['sandbox', '--port', '99999'],
		'invalid argument "99999" for "--port" flag: must be a whole number from 1 to 65535',
	],
	[['status', '--storage-uri', 'x'], 'unknown flag: --storage-uri'],
])('%j is refused: %s', (argv, message) => {
	expect(() => parse(verbs, argv)).toThrow(new UsageError(message));
});

test('the completion gets all words as they are, and the global flags that can be read already', () => {
	const words = ['promote', '-n', 'models', '--dry-run=x', '--v=x', '--context', 'test', '--token'];
	expect(parse(verbs, ['__complete', ...words])).toEqual({
		verb: '__complete',
		arguments: words,
		flags: {...globalDefaults, namespace: 'models', context: 'test'},
	});
});

test('any text can be the value of a flag or an argument', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), fc.string(), (storageUri, asGroup, app) => {
			const argv = ['deploy', '--storage-uri', storageUri, `--as-group=${asGroup}`, '--as-group', 'b', '--', app];
			const {flags, arguments: given} = parse(verbs, argv);
			expect({flags, given}).toMatchObject({flags: {storageUri, asGroup: [asGroup, 'b']}, given: [app]});
		}),
	);
});

test('quotes that the shell left are part of a value', () => {
	const {flags} = parse(verbs, ['deploy', 'wisdom', '--storage-uri', "''", '--version', '"v1"', "--as-group='a'"]);
	expect(flags).toMatchObject({storageUri: "''", version: '"v1"', asGroup: ["'a'"]});
});

test('no command line makes the search for the verb fail', () => {
	fc.assert(fc.property(fc.array(fc.string()), argv => void firstWord(verbs, argv)));
});

test('a flag has the same letter and takes a value or none in every verb', () => {
	const form = (flag: Flag) => ({
		short: flag.short,
		type: flag.type,
		takesValue: flag.type !== 'boolean' && !('bare' in flag),
	});
	for (const verb of Object.values(verbs)) {
		for (const [key, flag] of Object.entries<Flag>(verb.flags)) {
			expect(Object.keys(globalFlags)).not.toContain(key);
			expect({key, ...form(flag)}).toEqual({key, ...form(everyFlag[key] ?? flag)});
		}
	}

	const letters = Object.values(everyFlag).flatMap(({short}) => short ?? []);
	expect(letters).toEqual([...new Set(letters)]);
});

test('help begins upper-case and ends without a full stop', () => {
	const texts = Object.entries(everyFlag).map(([key, {help}]) => `${flagName(key)}: ${help}`);
	texts.push(...Object.entries(verbs).map(([name, {summary}]) => `${name}: ${summary}`));
	expect(texts.filter(text => !/: [A-Z].*[^.]$/.test(text))).toEqual([]);
});
