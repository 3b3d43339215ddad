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
		ownWeight: 1,
		isHeld: false,
		heldBy: [],
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
		isImmutable: true,
		strategy: 'canary',
		versions: [],
		routes: [],
		isRouted: true,
		faults: [],
		halfDone: undefined,
		rollout: undefined,
		pastChanges: 0,
		wasDeployed: false,
		createdAt: undefined,
		...given,
	};
}
