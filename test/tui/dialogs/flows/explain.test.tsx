import {beforeEach, expect, test} from 'vitest';
import {applyRoutes} from '../../../helpers/apply-routes.ts';
import {fixtures} from '../../../helpers/fixtures.ts';
import {createMemoryCluster, type MemoryCluster} from '../../../helpers/memory-cluster.ts';
import {enter, expectScreens, openDialog, right, tab} from '../open-dialog.tsx';

let cluster: MemoryCluster;

beforeEach(async () => {
	cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
});

test('an explanation follows what one types', async () => {
	const terminal = await openDialog('explain', cluster);
	await terminal.until('answered by wisdom-0');
	await expectScreens(terminal, 'explain-primary');
	terminal.keys('traffic: test');
	await terminal.until('answered by wisdom-1');
	terminal.keys(tab, tab, tab, right, enter);
	await terminal.until('[GET]');
	await expectScreens(terminal, 'explain-candidate');
	expect(terminal.closed()).toBe(0);
});

test('what is no header is said under it', async () => {
	const terminal = await openDialog('explain', cluster);
	await terminal.until('answered by wisdom-0');
	terminal.keys('traffic');
	await terminal.until('✖ write it as NAME: VALUE');
});
