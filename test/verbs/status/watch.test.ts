import {expect, test} from 'vitest';
import {describeApps} from '../../../source/info/describe-apps.ts';
import type {OptionsOf} from '../../../source/options/options.ts';
import {parse} from '../../../source/options/parse.ts';
import {fetchSnapshot} from '../../../source/snapshot/fetch-snapshot.ts';
import type {statusVerb} from '../../../source/verbs/status/flags.ts';
import {changePrinter} from '../../../source/verbs/status/watch.ts';
import {verbs} from '../../../source/verbs/verbs.ts';
import {fixtures} from '../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';

async function appsOf(...names: readonly string[]) {
	const cluster = createMemoryCluster(fixtures(...names.map(name => `apps/${name}`)));
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal);
	return describeApps(snapshot, new Date('2026-01-01T12:00:00Z'));
}

function printer(now: () => Date, ...argv: readonly string[]) {
	const flags = parse(verbs, ['status', '-w', ...argv]).flags as OptionsOf<typeof statusVerb>['flags'];
	return changePrinter({flags, color: false, now});
}

test('what only grew older is not printed again', async () => {
	let now = new Date('2026-01-01T12:00:00Z');
	const changes = printer(() => now);
	expect(changes(await appsOf('wisdom-routemap', 'wisdom-0', 'wisdom-1-loading'))).toContain('40s');
	now = new Date('2026-01-01T12:10:00Z');
	expect(changes(await appsOf('wisdom-routemap', 'wisdom-0', 'wisdom-1-loading'))).toBe('');
});

test.each([
	{format: 'name', first: /^wisdom\n$/, later: /^owl\n$/},
	{format: 'json', first: /^\{\n {4}"namespace": "models",\n {4}"name": "wisdom"/, later: /"name": "owl"/},
	{format: 'yaml', first: /^---\ncreatedAt: /, later: /\nname: owl\n/},
])('as $format each app that changed is printed', async ({format, first, later}) => {
	const changes = printer(() => new Date('2026-01-01T12:00:00Z'), '-o', format);
	expect(changes(await appsOf('wisdom-routemap', 'wisdom-0'))).toMatch(first);
	const next = changes(await appsOf('wisdom-routemap', 'wisdom-0', 'owl'));
	expect(next).toMatch(later);
	expect(next).not.toContain('wisdom');
});
