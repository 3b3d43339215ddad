import type {KubeObject} from '../../../../source/objects/object.ts';

/** What this node reads of a pod. */
export interface PodObject extends KubeObject {
	readonly metadata: KubeObject['metadata'] & {
		readonly namespace: string;
		readonly uid: string;
		readonly deletionGracePeriodSeconds?: number;
	};
	readonly spec: PodSpec;
}

export interface PodSpec {
	readonly nodeName?: string;
	readonly serviceAccountName?: string;
	readonly terminationGracePeriodSeconds?: number;
	readonly initContainers?: readonly ContainerSpec[];
	readonly containers: readonly ContainerSpec[];
	readonly volumes?: readonly {readonly name: string; readonly emptyDir?: unknown}[];
}

export interface ContainerSpec {
	readonly name: string;
	readonly image: string;
	readonly command?: readonly string[];
	readonly args?: readonly string[];
	readonly env?: readonly EnvVar[];
	readonly ports?: readonly {readonly name?: string; readonly containerPort: number}[];
	readonly volumeMounts?: readonly {readonly name: string; readonly mountPath: string}[];
	readonly readinessProbe?: Probe;
	readonly livenessProbe?: Probe;
	readonly startupProbe?: Probe;
	readonly lifecycle?: {readonly preStop?: PreStop};
	readonly terminationMessagePolicy?: 'File' | 'FallbackToLogsOnError';
}

export interface EnvVar {
	readonly name: string;
	readonly value?: string;
	readonly valueFrom?: {
		readonly fieldRef?: {readonly fieldPath: string};
		readonly resourceFieldRef?: {readonly resource: string};
		readonly configMapKeyRef?: unknown;
		readonly secretKeyRef?: unknown;
	};
}

export interface HttpGetAction {
	readonly path?: string;
	readonly port: number | string;
	readonly host?: string;
	readonly scheme?: 'HTTP' | 'HTTPS';
	readonly httpHeaders?: readonly {readonly name: string; readonly value: string}[];
}

/** Where a probe asks; the API server has filled in the times, in seconds. */
export interface Probe {
	readonly httpGet?: HttpGetAction;
	readonly tcpSocket?: {readonly port: number | string};
	readonly initialDelaySeconds?: number;
	readonly periodSeconds: number;
	readonly timeoutSeconds: number;
	readonly successThreshold: number;
	readonly failureThreshold: number;
}

export interface PreStop {
	readonly httpGet?: HttpGetAction;
	readonly sleep?: {readonly seconds: number};
}

/** A port of a container, by number or name. */
export function portNumber({name, ports = []}: ContainerSpec, port: number | string): number {
	if (typeof port === 'number') return port;
	const found = ports.find(candidate => candidate.name === port)?.containerPort;
	if (found === undefined) throw new Error(`container ${name} has no port named ${port}`);
	return found;
}
