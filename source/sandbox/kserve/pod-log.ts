import {fieldAt, isRecord, listAt, stringAt, type KubeObject} from '../../objects/object.ts';

/**
 * What a container of a model's pod has written until now; undefined when it has not started yet. It follows from the pod, and what
 * is written stays at the beginning of what will be.
 */
export function podLog(pod: KubeObject, container: string): readonly string[] | undefined {
	const status = [
		...listAt(pod, 'status', 'initContainerStatuses'),
		...listAt(pod, 'status', 'containerStatuses'),
	].find(each => stringAt(each, 'name') === container);
	const failure = stringAt(status, 'lastState', 'terminated', 'message');
	const hasEnded = isRecord(fieldAt(status, 'state', 'terminated'));
	const hasStarted = hasEnded || failure !== undefined || isRecord(fieldAt(status, 'state', 'running'));
	if (!hasStarted) return undefined;
	return container === 'storage-initializer'
		? initializerLog(pod, hasEnded, failure)
		: serverLog(pod, fieldAt(status, 'ready') === true);
}

function initializerLog(pod: KubeObject, hasEnded: boolean, failure: string | undefined): readonly string[] {
	const [initializer] = listAt(pod, 'spec', 'initContainers');
	const [source = '', folder = ''] = listAt(initializer, 'args').map(String);
	return [
		`INFO fetching ${source} to ${folder}`,
		...(failure === undefined ? [] : [`ERROR ${failure}`]),
		...(hasEnded ? ['INFO the model is there'] : []),
	];
}

function serverLog({metadata}: KubeObject, isReady: boolean): readonly string[] {
	const name = metadata.labels?.['serving.kserve.io/inferenceservice'] ?? '';
	return [`INFO loading ${name}`, ...(isReady ? [`INFO ${name} is loaded`, 'INFO listening on port 8080'] : [])];
}
