import {expect} from 'vitest';
import {fieldAt, listAt, numberAt} from '../../../../source/objects/object.ts';
import type {LoadReport} from '../../load/report.ts';
import {waitFor} from '../../testbed/wait.ts';
import {expectNothingLost, expectSteady, expectWithin} from '../expectations.ts';
import type {Stage} from '../stage.ts';
import {deploymentPaths, primaryYaml} from './objects.ts';
import {imageOf, type Pods} from './pods.ts';

/** The gateway that the load asks. */
export const gatewayName = 'knative-serving/knative-ingress-gateway';

/** How long an action may take, in milliseconds: loading a model takes MLServer seconds. */
export const patienceMs = 90_000;

/** Applies the primary, as the tutorial does with kubectl, and waits until it serves. */
export async function applyPrimary({testbed, read}: Stage<Pods>): Promise<void> {
	await testbed.kubectl(['apply', '-f', '-'], primaryYaml('digits-lr'));
	const isAvailable = async () => numberAt(await read(deploymentPaths.primary), 'status', 'availableReplicas') === 1;
	await waitFor('wisdom-0', isAvailable, patienceMs);
}

/** Of the tutorial and the undo after it, in the phases of their loads: no request is lost, and each went where the strategy says. */
export function expectStory(report: LoadReport): void {
	const [old, candidate, promoted] = ['wisdom-0 digits-lr', 'wisdom-1 digits-rf', 'wisdom-0 digits-rf'] as const;
	expectNothingLost(report, true);
	expectSteady(report, 'primary', {plain: old, test: old});
	expectWithin(report, 'deploying', {plain: [old], test: [old, candidate]});
	expectSteady(report, 'candidate', {plain: old, test: candidate});
	// also while the Deployment controller has not seen the primary's new spec yet
	expectWithin(report, 'promoting', {plain: [old, promoted], test: [candidate, promoted]});
	expectSteady(report, 'alone', {plain: promoted, test: promoted});
	expectWithin(report, 'undoing', {plain: [promoted, old], test: [promoted, old]});
	expectSteady(report, 'undone', {plain: old, test: old});
}

/** What the history tells of the story. */
export async function expectHistory({expectIter8}: Stage<Pods>): Promise<void> {
	const history: unknown = JSON.parse(await expectIter8('history', 'wisdom', '-o', 'json'));
	const told = listAt(history, 'revisions').map(revision => [
		fieldAt(revision, 'version'),
		fieldAt(revision, 'change', 'action'),
		fieldAt(revision, 'change', 'by'),
		fieldAt(listAt(revision, 'spec', 'template', 'spec', 'containers')[0], 'image'),
	]);
	expect(told).toEqual([
		['v0', 'undo', 'admin', imageOf('digits-lr')],
		['v1', 'promote', 'admin', imageOf('digits-rf')],
		['v0', undefined, undefined, imageOf('digits-lr')],
	]);
}

/** Nothing is left of the app. */
export async function expectGone({read}: Stage<Pods>): Promise<void> {
	for (const path of Object.values(deploymentPaths)) expect([path, await read(path)]).toEqual([path, undefined]);
}
