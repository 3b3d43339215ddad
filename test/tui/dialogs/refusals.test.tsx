import {expect, test} from 'vitest';
import type {ActionName} from '../../../source/ownership/permissions.ts';
import type {DialogName} from '../../../source/tui/keys/keys.ts';
import {eventually} from '../../helpers/eventually.ts';
import {fixtures} from '../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {enter, escape, expectScreens, openDialog, right} from './open-dialog.tsx';

const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));

const changing: readonly ActionName[] = ['init', 'deploy', 'weights', 'promote', 'abort', 'cleanup', 'watch'];

test('what RBAC forbids is refused with the reason, whatever is pressed', async () => {
	const reason = 'you may not patch inferenceservices.serving.kserve.io in namespace models';
	const forbidden = () => Promise.resolve(new Map([['promote' as const, reason]]));
	const terminal = await openDialog('promote', cluster, {session: {forbidden}});
	await terminal.until('✖ you may not patch');
	await expectScreens(terminal, 'forbidden');
	terminal.keys(right, 'y', ' ');
	expect(terminal.closed()).toBe(0);
	terminal.keys(enter);
	expect(terminal.closed()).toBe(1);
	expect(terminal.runs().list).toEqual([]);
});

test.each(changing)('%s is refused in read-only mode', async action => {
	const terminal = await openDialog(action, cluster, {session: {isReadOnly: true}});
	await terminal.until('✖ this is read-only (--read-only)');
});

test.each<readonly [DialogName, string]>([
	['send-test', 'Requests each'],
	['explain', 'Headers'],
])('%s is allowed in read-only mode', async (action, field) => {
	const terminal = await openDialog(action, cluster, {session: {isReadOnly: true}});
	await terminal.until(field);
});

test('an action that needs an app says so when none is chosen', async () => {
	const terminal = await openDialog('deploy', cluster, {app: undefined});
	await terminal.until('choose an app');
	await expectScreens(terminal, 'no-app');
});

test('while a plan is made the dialogue says so, and Esc gives it up', async () => {
	const slow = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
	const terminal = await openDialog('abort', slow, {
		prepare: () => {
			slow.onCall = () => new Promise(() => {});
		},
	});
	await terminal.until('Making the plan');
	await expectScreens(terminal, 'planning');
	terminal.keys(escape);
	await eventually(() => expect(terminal.closed()).toBe(1));
});

test('a server that cannot be reached is told with its words, and r tries again', async () => {
	const gone = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
	const terminal = await openDialog('promote', gone, {prepare: () => gone.setReachable(false)});
	await terminal.until('The connection to the server memory was refused');
	gone.setReachable(true);
	terminal.keys('r');
	await terminal.until('Go ahead');
});
