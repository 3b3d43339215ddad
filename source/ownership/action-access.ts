import {configMaps, inferenceServices, leases, services, virtualServices, type Resource} from '../objects/resource.ts';

/** What the terminal UI can do to an app, by the name of the verb that does the same. */
export type ActionName = 'init' | 'deploy' | 'weights' | 'promote' | 'abort' | 'cleanup' | 'send-test' | 'watch';

/** Actions that may not be done, each with the reason in a sentence: `you may not patch virtualservices in namespace models`. */
export type Forbidden = ReadonlyMap<ActionName, string>;

/** What each action asks of the API server, beside reading; by server-side apply an object is created only with both verbs. */
export const actionAccess: Readonly<
	Record<ActionName, readonly (readonly [resource: Resource, ...verbs: readonly string[]])[]>
> = {
	init: [
		[services, 'create', 'patch'],
		[configMaps, 'create', 'patch'],
	],
	deploy: [[inferenceServices, 'create']],
	weights: [[configMaps, 'patch']],
	promote: [
		[inferenceServices, 'update', 'delete'],
		[configMaps, 'create', 'patch'],
	],
	abort: [[inferenceServices, 'delete']],
	cleanup: [
		[configMaps, 'delete'],
		[services, 'delete'],
		[virtualServices, 'delete'],
		[inferenceServices, 'patch'],
	],
	'send-test': [
		[services, 'get'],
		[virtualServices, 'get'],
	],
	// as plugin/manifests/daemon-role.yaml has it
	watch: [
		[configMaps, 'list', 'watch'],
		[inferenceServices, 'list', 'watch', 'patch'],
		[virtualServices, 'list', 'watch', 'create', 'patch'],
		[leases, 'get', 'create', 'update'],
	],
};

/** Actions that change nothing. */
export const harmlessActions: readonly ActionName[] = ['send-test'];
