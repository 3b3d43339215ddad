import {stringAt, type KubeObject} from '../objects/object.ts';

/** KServe's ways to run a model, by their names since 0.15. */
export type DeploymentMode = 'Standard' | 'Knative' | 'ModelMesh';

const modes: Readonly<Record<string, DeploymentMode>> = {
	Standard: 'Standard',
	RawDeployment: 'Standard',
	Knative: 'Knative',
	Serverless: 'Knative',
	ModelMesh: 'ModelMesh',
};

/** How KServe runs an InferenceService: by its status, else its annotation; undefined where neither says. */
export function deploymentMode(object: KubeObject): DeploymentMode | undefined {
	const said = deploymentModeWord(object);
	return said === undefined ? undefined : deploymentModeNamed(said);
}

/** The same as it stands there: an old name, or one that nobody here knows. */
export function deploymentModeWord(object: KubeObject): string | undefined {
	return (
		stringAt(object, 'status', 'deploymentMode') ??
		stringAt(object, 'metadata', 'annotations', 'serving.kserve.io/deploymentMode')
	);
}

/** A mode by its name, old or new; undefined for a word that is none. */
export function deploymentModeNamed(name: string): DeploymentMode | undefined {
	return Object.hasOwn(modes, name) ? modes[name] : undefined;
}
