import type {KubeObject} from '../../objects/object.ts';
import {apiVersionOf, pods} from '../../objects/resource.ts';
import type {ComponentService} from './component-service.ts';
import {serviceName, type Component} from './component.ts';
import type {Revision} from './revision.ts';
import {ownedMetadata} from './routes.ts';

/** The pods that a component has now: one for each revision that has a server, or tries to get one. */
export function componentPods(component: Component, service: ComponentService): readonly KubeObject[] {
	return service.revisions
		.filter(({phase, hasEnded}) => phase !== 'asleep' && hasEnded !== true)
		.map(revision => revisionPod(component, revision));
}

/** The name of a revision's pod. */
export function podName(revision: string): string {
	return `${revision}-deployment-0`;
}

/** A pod as KServe and Knative label it, and as the kubelet tells how far it is. */
function revisionPod({object: owner, component}: Component, revision: Revision): KubeObject {
	const {labels, ...metadata} = ownedMetadata(owner, podName(revision.name));
	const app = `isvc.${serviceName(owner.metadata.name, component)}`;
	const {storageUri} = revision.template;
	const initializer = {name: initContainer, image: 'sandbox', args: [storageUri, '/mnt/models']};
	return {
		apiVersion: apiVersionOf(pods),
		kind: pods.kind,
		metadata: {...metadata, labels: {app, component, 'serving.knative.dev/revision': revision.name, ...labels}},
		spec: {
			nodeName: 'sandbox',
			...(storageUri !== undefined && {initContainers: [initializer]}),
			containers: [{name: serverContainer, image: 'sandbox'}],
		},
		status: podStatus(revision),
	};
}

const initContainer = 'storage-initializer';
const serverContainer = 'kserve-container';

function podStatus({phase, template, createdAt, failure}: Revision): object {
	const isFetched = phase === 'starting' || phase === 'ready';
	const isReady = phase === 'ready';
	const server = isFetched ? {running: {}} : {waiting: {reason: 'PodInitializing'}};
	return {
		phase: isFetched ? 'Running' : 'Pending',
		startTime: new Date(createdAt).toISOString().replace(/\.\d+Z$/, 'Z'),
		conditions: [
			{type: 'PodScheduled', status: 'True'},
			{type: 'Initialized', status: isFetched ? 'True' : 'False'},
			{type: 'ContainersReady', status: isReady ? 'True' : 'False'},
			{type: 'Ready', status: isReady ? 'True' : 'False'},
		],
		...(template.storageUri !== undefined && {
			initContainerStatuses: [container(initContainer, {isReady: isFetched, ...initState(isFetched, failure)})],
		}),
		containerStatuses: [container(serverContainer, {isReady, state: server})],
	};
}

/** A model that cannot be fetched is tried again, after longer and longer pauses. */
function initState(isFetched: boolean, failure: Revision['failure']): {readonly state: object; readonly last?: object} {
	if (isFetched) return {state: {terminated: {exitCode: 0, reason: 'Completed'}}};
	if (!failure) return {state: {running: {}}};
	const waiting = {reason: 'CrashLoopBackOff', message: `back-off restarting failed container=${initContainer}`};
	return {state: {waiting}, last: {terminated: {...failure, reason: 'Error'}}};
}

interface ContainerFacts {
	readonly isReady: boolean;
	readonly state: object;
	readonly last?: object;
}

function container(name: string, {isReady, state, last}: ContainerFacts): object {
	return {
		name,
		image: 'sandbox',
		imageID: '',
		ready: isReady,
		restartCount: last ? 1 : 0,
		state,
		...(last && {lastState: last}),
	};
}
