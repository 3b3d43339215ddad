import {expect, test} from 'vitest';
import {defaultSettings} from '../../../source/daemon/run-daemon.ts';
import type {FlagValues} from '../../../source/options/flag.ts';
import {parse} from '../../../source/options/parse.ts';
import {parseControllerConfiguration} from '../../../source/routemap/controller-configuration.ts';
import {verbs} from '../../../source/verbs/verbs.ts';
import type {watchVerb} from '../../../source/verbs/watch/flags.ts';
import {settingsOf} from '../../../source/verbs/watch/run.ts';

function flagsOf(...argv: readonly string[]) {
	return parse(verbs, ['watch', ...argv]).flags as unknown as FlagValues<typeof watchVerb.flags>;
}

const configuration = parseControllerConfiguration(
	'defaultResync: 7m\nresourceTypes: {isvc: {Group: serving.kserve.io, Version: v1beta1, Resource: inferenceservices}}',
);

test('without flags a daemon runs as one that the TUI or the sandbox starts', () => {
	expect(settingsOf(flagsOf(), undefined)).toEqual({
		...defaultSettings,
		leaseNamespace: undefined,
		probeUrl: undefined,
		executesRollouts: false,
	});
	expect(defaultSettings).toMatchObject({holdMs: 120_000, drainMs: 5000, resyncMs: 900_000, concurrency: 8});
});

test('each flag sets what it names', () => {
	const flags = flagsOf(
		'--hold=1m',
		'--drain=2s',
		'--deadline=1h',
		'--allow-hosts=Shop.io, *.example.com',
		'--allow-kinds=gateway',
		'--allow-namespaces=models,shared',
		'--resync=3m',
		'--concurrency=4',
		'--lease-namespace=leases',
		'--probe-url=http://gateway:80',
		'--rollouts',
	);
	expect(settingsOf(flags, configuration)).toEqual({
		types: configuration.types,
		holdMs: 60_000,
		drainMs: 2000,
		deadlineMs: 3_600_000,
		reach: {hosts: ['shop.io', '*.example.com'], kinds: ['gateway'], namespaces: ['models', 'shared']},
		resyncMs: 180_000,
		concurrency: 4,
		leaseNamespace: 'leases',
		probeUrl: 'http://gateway:80',
		executesRollouts: true,
	});
});

test("Iter8's configuration file says what no flag does", () => {
	expect(settingsOf(flagsOf(), configuration)).toMatchObject({types: configuration.types, resyncMs: 420_000});
});
