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
	envoy: join(cache, 'envoy', 'bin', 'envoy'),
	mlserver: join(cache, 'mlserver', 'bin', 'mlserver'),
	mlserverPython: join(cache, 'mlserver', 'bin', 'python'),
} as const;

/** Folder of the CRD files. */
export const crdFolder = join(cache, 'crds');
/** Folder of the trained models and their requests. */
export const modelFolder = join(cache, 'models');
/** Folder of the testbeds that run now, one folder each. */
export const runFolder = join(cache, 'runs');
