import {expect, onTestFinished, test} from 'vitest';
import {openTarget} from '../../source/kube/target.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {inferenceServices} from '../../source/objects/resource.ts';
import type {SandboxMode} from '../../source/sandbox/kserve/mode.ts';
import {startSandbox} from '../../source/sandbox/sandbox.ts';

async function clusterIn(mode: SandboxMode) {
	const sandbox = await startSandbox({mode, apps: 0, watch: false, complain: trouble => expect.fail(trouble)});
	onTestFinished(() => sandbox.stop());
	return (await openTarget({kubeconfig: sandbox.kubeconfigPath})).cluster;
}

const model = {modelFormat: {name: 'sklearn'}, storageUri: 'sandbox://digits/v1'};

function owl(spec: object, annotations: KubeObject['metadata']['annotations'] = {}): KubeObject {
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name: 'owl', namespace: 'default', annotations},
		spec: {predictor: {model}, ...spec},
	};
}

const mode = 'serving.kserve.io/deploymentMode';

test.each<[SandboxMode, string, KubeObject]>([
	['Knative', 'explainers (spec.explainer)', owl({explainer: {art: {}}})],
	['Knative', "splits of KServe's own (canaryTrafficPercent)", owl({predictor: {model, canaryTrafficPercent: 20}})],
	[
		'Standard',
		"splits of KServe's own (canaryTrafficPercent)",
		owl({transformer: {containers: [{name: 'a', image: 'a'}], canaryTrafficPercent: 20}}, {[mode]: 'Serverless'}),
	],
	['Standard', 'predictors with names of their own (spec.predictor.name)', owl({predictor: {model, name: 'next'}})],
	['Standard', 'models on several nodes (spec.predictor.workerSpec)', owl({predictor: {model, workerSpec: {}}})],
	[
		'Standard',
		"canaries of KServe's own (spec.canary)",
		owl({canary: [{predictor: {name: 'next', model}, trafficPercent: 50}]}),
	],
	['Knative', 'ModelMesh (serving.kserve.io/deploymentMode)', owl({}, {[mode]: 'ModelMesh'})],
])('a sandbox in %s mode refuses %s', async (usual, part, object) => {
	const cluster = await clusterIn(usual);
	await expect(cluster.create(inferenceServices, object)).rejects.toThrow(
		`admission webhook "inferenceservice.kserve-webhook-server.validator" denied the request: the sandbox has no ${part}: take that out, or try it on a real cluster`,
	);
});

test('what KServe passes over in a mode the sandbox takes, and what splits nothing', async () => {
	const standard = await clusterIn('Standard');
	await standard.create(inferenceServices, owl({predictor: {model, canaryTrafficPercent: 20}}));
	const knative = await clusterIn('Knative');
	await knative.create(inferenceServices, owl({predictor: {model, canaryTrafficPercent: 100}}));
});
