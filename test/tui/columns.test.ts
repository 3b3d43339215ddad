import {expect, test} from 'vitest';
import {describeApps} from '../../source/info/describe-apps.ts';
import type {AppInfo} from '../../source/info/app.ts';
import {fetchSnapshot} from '../../source/snapshot/fetch-snapshot.ts';
import {sizeColumns} from '../../source/tui/columns.ts';
import {fixtures} from '../helpers/fixtures.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';

async function apps(): Promise<readonly AppInfo[]> {
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/owl'));
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal);
	return describeApps(snapshot, new Date('2026-01-01T12:00:00Z'));
}

test.each([
	{available: 118, headers: 'APP STATE STRATEGY VERSION LABEL READY WEIGHT REQUESTS AGE'},
	{available: 91, headers: 'APP STATE VERSION LABEL READY WEIGHT REQUESTS AGE'},
	{available: 84, headers: 'APP STATE VERSION READY WEIGHT REQUESTS AGE'},
	{available: 58, headers: 'APP STATE VERSION REQUESTS'},
])('$available columns have room for $headers', async ({available, headers}) => {
	expect(
		sizeColumns(await apps(), false, available)
			.map(({header}) => header)
			.join(' '),
	).toBe(headers);
});

test('names of 253 characters push nothing off the screen', async () => {
	const long = (await apps()).map(app => ({...app, name: 'x'.repeat(253), namespace: 'y'.repeat(63)}));
	const sized = sizeColumns(long, true, 78);
	expect(sized.reduce((sum, {width}) => sum + width + 2, -2)).toBeLessThanOrEqual(78);
	expect(sized.map(({header}) => header)).toContain('REQUESTS');
});
