import {deploymentMode} from '../../kserve/deployment-mode.ts';
import type {KubeObject} from '../../objects/object.ts';

/** How KServe runs the models that do not say it themselves. */
export type SandboxMode = 'Knative' | 'Standard';

/** How KServe runs this one: by its own word, whatever its status says. */
export function modeOf(object: KubeObject, usual: SandboxMode): SandboxMode {
	const mode = deploymentMode({...object, status: {}}) ?? usual;
	return mode === 'Standard' ? 'Standard' : 'Knative';
}
