import {homedir} from 'node:os';
import {join} from 'node:path';

/** The folder that holds what `build.ts` made. Override with `TESTBED_CACHE`. */
export const cache = process.env['TESTBED_CACHE'] ?? join(homedir(), '.cache', 'kubectl-iter8', 'testbed');

/** Where each built program lies. */
export const programs = {
	kubeApiserver: join(cache, 'bin', 'kube-apiserver'),
	kubeControllerManager: join(cache, 'bin', 'kube-controller-manager'),
	kubectl: join(cache, 'bin', 'kubectl'),
	istiod: join(cache, 'bin', 'pilot-discovery'),
	kubelet: join(cache, 'bin', 'kubelet'),
	knativeController: join(cache, 'bin', 'knative', 'controller'),
	knativeAutoscaler: join(cache, 'bin', 'knative', 'autoscaler'),
	knativeWebhook: join(cache, 'bin', 'knative', 'webhook'),
	knativeActivator: join(cache, 'bin', 'knative', 'activator'),
	knativeQueue: join(cache, 'bin', 'knative', 'queue'),
	kserveManager: join(cache, 'bin', 'kserve', 'manager'),
	oldKserveManager: join(cache, 'bin', 'kserve-old', 'manager'),
	envoy: join(cache, 'envoy', 'bin', 'envoy'),
	mlserver: join(cache, 'mlserver', 'bin', 'mlserver'),
	mlserverPython: join(cache, 'mlserver', 'bin', 'python'),
} as const;

/** Folder of the CRD files. */
export const crdFolder = join(cache, 'crds');
/** Folders of what Knative Serving and each release of KServe install in a cluster: `crds.yaml` and `objects.yaml` each. */
export const installFolders = {
	knative: join(cache, 'install', 'knative'),
	kserve: join(cache, 'install', 'kserve'),
	'kserve-old': join(cache, 'install', 'kserve-old'),
} as const;
/** Folder of the trained models and their requests. */
export const modelFolder = join(cache, 'models');
/** Folder of the testbeds that run now, one folder each. */
export const runFolder = join(cache, 'runs');
