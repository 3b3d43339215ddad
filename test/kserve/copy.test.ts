import {expect, test} from 'vitest';
import {copiedMetadata, copiedSpec} from '../../source/kserve/copy.ts';

test('a copy leaves behind who tracks the original and in what state it is, and takes along the rest', () => {
	const annotations = {
		'argocd.argoproj.io/tracking-id': 'ml:serving.kserve.io/InferenceService:models/wisdom-0',
		'argocd.argoproj.io/sync-wave': '3',
		'kustomize.toolkit.fluxcd.io/prune': 'disabled',
		'meta.helm.sh/release-name': 'wisdom',
		'objectset.rio.cattle.io/id': 'x',
		'kapp.k14s.io/identity': 'v1;x',
		'internal.config.kubernetes.io/previousNames': 'a',
		'config.k8s.io/owning-inventory': 'b',
		'kubectl.kubernetes.io/last-applied-configuration': '{}',
		'kubernetes.io/change-cause': 'kubectl edit',
		'serving.knative.dev/creator': 'ann',
		'serving.kserve.io/stop': 'true',
		'iter8.tools/previous': '{}',
		'configmanagement.gke.io/managed': 'enabled',
		'pulumi.com/autonamed': 'true',
		'moniker.spinnaker.io/application': 'ml',
		'crossplane.io/external-name': 'wisdom-0',
		'qbec.io/last-applied': 'x',
		'serving.kserve.io/deploymentMode': 'Standard',
		'serving.kserve.io/autoscalerClass': 'hpa',
		'sidecar.istio.io/inject': 'false',
		'autoscaling.knative.dev/initial-scale': '0',
		'serving.knative.dev/lastModifier': 'ann',
		'serving.knative.dev/progress-deadline': '1800s',
		'serving.knative.dev/rollout-duration': '60s',
		'example.org/owner': 'ann',
	};
	const labels = {
		'app.kubernetes.io/instance': 'ml',
		'app.kubernetes.io/managed-by': 'Helm',
		'helm.sh/chart': 'wisdom-1.0',
		'helm.toolkit.fluxcd.io/name': 'wisdom',
		'kapp.k14s.io/app': '1700000000',
		'argocd.argoproj.io/instance': 'ml',
		'applyset.kubernetes.io/part-of': 'applyset-x-v1',
		'velero.io/restore-name': 'monday',
		'kluctl.io/discriminator': 'ml',
		'qbec.io/application': 'ml',
		'tanka.dev/environment': 'ml',
		'kubecfg.ksonnet.io/garbage-collect-tag': 'ml',
		'k0s.k0sproject.io/stack': 'ml',
		'addonmanager.kubernetes.io/mode': 'Reconcile',
		'hnc.x-k8s.io/inherited-from': 'parent',
		'crossplane.io/composite': 'ml',
		'work.karmada.io/name': 'ml',
		'internal.serving.kserve.io/localmodel': 'wisdom',
		'kueue.x-k8s.io/queue-name': 'gpus',
		'app.kubernetes.io/name': 'wisdom',
		'networking.knative.dev/visibility': 'cluster-local',
		team: 'nlp',
	};
	expect(copiedMetadata({name: 'wisdom-0', labels, annotations})).toEqual({
		labels: {
			'app.kubernetes.io/name': 'wisdom',
			'kueue.x-k8s.io/queue-name': 'gpus',
			'networking.knative.dev/visibility': 'cluster-local',
			team: 'nlp',
		},
		annotations: {
			'serving.kserve.io/deploymentMode': 'Standard',
			'serving.kserve.io/autoscalerClass': 'hpa',
			'sidecar.istio.io/inject': 'false',
			'autoscaling.knative.dev/initial-scale': '0',
			'serving.knative.dev/progress-deadline': '1800s',
			'serving.knative.dev/rollout-duration': '60s',
			'example.org/owner': 'ann',
		},
	});
	expect(copiedMetadata({name: 'wisdom-0'})).toEqual({labels: {}, annotations: {}});
});

test("a copy splits no traffic of KServe's own", () => {
	const model = {modelFormat: {name: 'sklearn'}};
	expect(
		copiedSpec({
			predictor: {minReplicas: 1, canaryTrafficPercent: 20, model},
			transformer: {canaryTrafficPercent: 10, containers: []},
			canary: [{trafficPercent: 30, predictor: {model}}],
		}),
	).toEqual({predictor: {minReplicas: 1, model}, transformer: {containers: []}});
	expect(copiedSpec({predictor: null})).toEqual({predictor: null});
	expect(copiedSpec(undefined)).toBe(undefined);
});
