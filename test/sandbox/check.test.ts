import {expect, onTestFinished, test} from 'vitest';
import {denied} from '../../source/kube/access-review.ts';
import {openTarget} from '../../source/kube/target.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {startSandbox} from '../../source/sandbox/sandbox.ts';
import {eventually} from '../helpers/eventually.ts';
import {runVerb} from './run-verb.ts';
test('check and explain work through an API server, which answers reviews of access', async () => {
	const sandbox = await startSandbox();
	const {kubeconfigPath} = sandbox;
	onTestFinished(() => sandbox.stop());
	await eventually(async () => {
		expect(await runVerb(kubeconfigPath, ['check', '-A'])).toMatchObject({
			stdout: expect.stringContaining('1 app checked: nothing is wrong with kinds, permissions,') as string,
			stderr: '',
			exitCode: 0,
		});
	});
	expect((await runVerb(kubeconfigPath, ['explain', 'wisdom'])).stdout).toContain(
		'always: answered by wisdom-0, with app-version: wisdom-0\n',
	);
});

test('a user who may do nothing is told what', async () => {
	const sandbox = await startSandbox({apps: 0, watch: false});
	onTestFinished(() => sandbox.stop());
	const {cluster} = await openTarget({kubeconfig: sandbox.kubeconfigPath, as: 'nobody'});
	const access = {verb: 'patch', resource: configMaps, namespace: 'default'};
	expect(await denied(cluster, [access], new AbortController().signal)).toEqual(
		new Map([[access, 'you may not patch configmaps in namespace default']]),
	);
});
