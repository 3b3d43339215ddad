import {expect, test} from 'vitest';
import {fieldAt, listAt, type KubeObject} from '../../../../source/objects/object.ts';
import {blueGreenSpec, inferenceService, routemapConfigMap, weightConfig} from '../../../helpers/app-objects.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {fixtures} from '../../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../../helpers/memory-cluster.ts';
import {startRollout} from '../../../verbs/rollout.ts';
import {enter, escape, expectScreens, openDialog, right, tab} from '../open-dialog.tsx';

const cluster = createMemoryCluster(fixtures('apps/owl', 'apps/wisdom-routemap', 'apps/wisdom-0'));

const blueGreen = [
	routemapConfigMap('wisdom-routemap', blueGreenSpec),
	inferenceService('wisdom-0'),
	inferenceService('wisdom-1'),
	weightConfig('wisdom-0-weight-config', '90'),
	weightConfig('wisdom-1-weight-config', '10'),
];

function weightsIn(route: KubeObject | undefined): readonly unknown[] {
	return listAt(listAt(route, 'spec', 'http')[0], 'route').map(destination => fieldAt(destination, 'weight'));
}

test('the form of weights begins with those of now, overrides included, and shows what they come to', async () => {
	const terminal = await openDialog('weights', cluster, {app: 'owl'});
	await terminal.until('Share of the requests');
	await expectScreens(terminal, 'weights-form');
	terminal.keys('\u0015', '95', tab, '\u0015', '5');
	await terminal.until('95 %');
});

test('weights that are none, and weights that leave requests nowhere to go, are refused', async () => {
	const terminal = await openDialog('weights', cluster, {app: 'owl'});
	await terminal.until('Share of the requests');
	terminal.keys('\u0015', '-1', tab, '\u0015', '0');
	await terminal.until('give a whole number from 0 to 2147483647');
	terminal.keys(tab, '\u0015', '0', tab, enter);
	await terminal.until('one weight must be above 0');
	await expectScreens(terminal, 'weights-faults');
	expect(terminal.screen()).not.toContain('Share of the requests');
});

test('an app whose requests say themselves where they go has no weights to change', async () => {
	const terminal = await openDialog('weights', cluster);
	await terminal.until('has no weights to change');
	await expectScreens(terminal, 'weights-none');
});

test('who comes back from the plan replaces a weight by what is typed first, as at first', async () => {
	const terminal = await openDialog('weights', cluster, {app: 'owl'});
	await terminal.until('Share of the requests');
	terminal.keys('20', enter);
	await terminal.until('Go ahead');
	terminal.keys(escape);
	await terminal.until('Share of the requests');
	terminal.keys('30', enter);
	await terminal.until('Go ahead');
	expect(terminal.screen()).toContain(' at 30 on ');
});

test('the plan says which weights are written, and the route follows', async () => {
	const {cluster, route} = await startRollout([...blueGreen]);
	await eventually(() => expect(weightsIn(route())).toEqual([90, 10]));
	const terminal = await openDialog('weights', cluster);
	await terminal.until('Share of the requests');
	terminal.keys('\u0015', '50', tab, '\u0015', '50', enter);
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'weights-plan');
	terminal.keys(right, enter);
	await terminal.until('done in');
	await expectScreens(terminal, 'weights-done');
	expect(weightsIn(route())).toEqual([50, 50]);
});
