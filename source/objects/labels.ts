import {isRecord} from './object.ts';

// Labels and annotations of Iter8's contract; the finalizer is Iter8's own too, so that its objects need no migration.
export const watchLabel = 'iter8.tools/watch';
export const kindLabel = 'iter8.tools/kind';
export const versionLabel = 'iter8.tools/version';
export const weightAnnotation = 'iter8.tools/weight';
export const finalizer = 'iter8.tools/finalizer';

/** What the label `iter8.tools/kind` says of the ConfigMaps that verbs keep of an app: which specs it has had, what is under way, what was tested. */
export const historyKind = 'history';
export const recordKind = 'rollout';
export const testsKind = 'tests';

/** Field manager of all routes: Iter8's own name, so that what Iter8 applied is ours to change and to leave out. */
export const routeFieldManager = 'iter8-controller';

/** Selects the ConfigMaps that are routemaps. */
export const routemapSelector = `${kindLabel}=routemap`;

/** What the same label says of a routemap that a cleanup has begun to take down: for every daemon it is gone, and its routes still have an owner. */
export const retiredKind = 'retired-routemap';
export const retiredSelector = `${kindLabel}=${retiredKind}`;

/** Selects the ConfigMaps that keep what is under way in apps. */
export const recordSelector = `${kindLabel}=${recordKind}`;

/** Selects the application resources that routemaps may name. */
export const watchSelector = `${watchLabel}=true`;

/** What a mapping of labels selects, in the form of `kubectl -l`; values that are no strings are passed over. */
export function labelSelectorOf(labels: unknown): string {
	return Object.entries(isRecord(labels) ? labels : {})
		.flatMap(([name, value]) => (typeof value === 'string' ? [`${name}=${value}`] : []))
		.join(',');
}

/** Field manager of what an operator's verb writes; routes have the daemon's. */
export const verbFieldManager = 'kubectl-iter8';

// Kubernetes, "Recommended Labels".
/** What the app is called that an object belongs to. */
export const appNameLabel = 'app.kubernetes.io/name';
/** What a version of an app is called. */
export const appVersionLabel = 'app.kubernetes.io/version';
/** By what an object is looked after. */
export const managedByLabel = 'app.kubernetes.io/managed-by';

/** On a primary: what it was before a verb replaced its spec, in JSON. */
export const previousAnnotation = 'iter8.tools/previous';
