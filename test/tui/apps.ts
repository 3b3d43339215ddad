import type {AppInfo, VersionInfo} from '../../source/info/app.ts';

/** A version as it is when all is well; named by its role unless a name is given. */
export function versionInfo(given: Partial<VersionInfo> = {}): VersionInfo {
	return {
		name: 'wisdom-0',
		title: given.name ?? 'wisdom-0',
		kind: 'InferenceService',
		namespace: 'models',
		role: 'primary',
		label: undefined,
		phase: 'ready',
		isAvailable: true,
		isUpToDate: true,
		cause: given.reason ? 'updating' : undefined,
		reason: '',
		since: undefined,
		heldUntil: undefined,
		weight: 1,
		reachedBy: given.requests === 'none' ? 'nothing' : 'rest',
		requests: 'everything',
		storageUri: undefined,
		createdAt: undefined,
		...given,
	};
}

/** An app `models/NAME` that is stable. */
export function appInfo(name: string, given: Partial<AppInfo> = {}): AppInfo {
	return {
		namespace: 'models',
		name,
		routemap: `${name}-routemap`,
		strategy: 'canary',
		state: {word: 'stable', tone: 'good'},
		versions: [],
		routes: [],
		faults: [],
		warnings: [],
		createdAt: undefined,
		...given,
	};
}
