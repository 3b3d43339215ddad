import {now, type ContainerStatus} from './container-state.ts';

export interface PodCondition {
	readonly type: 'PodReadyToStartContainers' | 'Initialized' | 'Ready' | 'ContainersReady' | 'PodScheduled';
	readonly status: 'True' | 'False';
	readonly lastTransitionTime: string;
}

export interface PodStatus {
	readonly phase: 'Pending' | 'Running';
	readonly conditions: readonly PodCondition[];
	readonly startTime: string;
	readonly podIP?: string;
	readonly podIPs?: readonly {readonly ip: string}[];
	readonly initContainerStatuses: readonly ContainerStatus[];
	readonly containerStatuses: readonly ContainerStatus[];
}

export interface PodFacts {
	readonly startTime: string;
	/** Undefined until the pod has its network. */
	readonly address: string | undefined;
	readonly init: readonly ContainerStatus[];
	readonly main: readonly ContainerStatus[];
}

/** A pod's status as a kubelet writes it; conditions that stay what they were keep their time. */
export function podStatus(facts: PodFacts, before: readonly PodCondition[]): PodStatus {
	const {address, init, main, startTime} = facts;
	const isInitialized = init.every(({ready}) => ready);
	const isReady = isInitialized && main.every(({ready}) => ready);
	const condition = (type: PodCondition['type'], is: boolean): PodCondition => {
		const status = is ? 'True' : 'False';
		const old = before.find(candidate => candidate.type === type);
		return old?.status === status ? old : {type, status, lastTransitionTime: now()};
	};

	return {
		phase: isInitialized && main.some(({state}) => !('waiting' in state)) ? 'Running' : 'Pending',
		conditions: [
			condition('PodReadyToStartContainers', address !== undefined),
			condition('Initialized', isInitialized),
			condition('Ready', isReady),
			condition('ContainersReady', isReady),
			condition('PodScheduled', true),
		],
		startTime,
		...(address !== undefined && {podIP: address, podIPs: [{ip: address}]}),
		initContainerStatuses: init,
		containerStatuses: main,
	};
}
