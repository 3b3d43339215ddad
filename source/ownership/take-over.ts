import type {KubeObject} from '../objects/object.ts';
import {objectWords} from './object-words.ts';

/** The command that makes a model that serves already the first version of an app. */
export function takeOverCommand({metadata: {name, namespace}}: KubeObject, versions?: readonly string[]): string {
	const names = (versions ?? [name, `${name}-next`]).join(',');
	return `kubectl iter8 init ${name}-app --versions ${names}${namespace === undefined ? '' : ` -n ${namespace}`}`;
}

/** That what was taken for an app is a model that no app has, and what to do. */
export function noAppButModel(model: KubeObject): string {
	const {name, namespace = 'default'} = model.metadata;
	return `no app ${name} in namespace ${namespace}, though ${objectWords(model)} is there: take it over as the first version of one with "${takeOverCommand(model)}"`;
}

/**
 * Why an app cannot have the name of an InferenceService, and what to do instead. Rule: KServe makes Service and route of the
 * InferenceService's own name, with its hosts (`pkg/controller/v1beta1/inferenceservice/reconcilers/ingress`).
 */
export function takenNameFault(model: KubeObject, versions: readonly string[]): string {
	const {name} = model.metadata;
	const given = versions.includes(name) ? versions : undefined;
	return `${objectWords(model)} has this name, and KServe makes the service, the route and the host ${name} for it: give the app another name and take the model over as its first version, with "${takeOverCommand(model, given)}"`;
}
