import type {AppInfo, VersionInfo} from '../app.ts';
import {isThere, mayAbort} from './permits.ts';
import type {Advice} from './state.ts';

/** A command of ours about an app. */
export function ours(to: string, namespace: string, words: readonly string[]): Advice {
	return {to, command: {program: 'kubectl iter8', words, namespace}};
}

/** A command of kubectl's own. */
export function kubectl(to: string, namespace: string, words: readonly string[]): Advice {
	return {to, command: {program: 'kubectl', words, namespace}};
}

/** An app with one of its candidates, which is named only where there are several. */
export function named({name, versions}: AppInfo, candidate: VersionInfo): readonly string[] {
	return versions.slice(1).filter(isThere).length > 1 ? [name, candidate.name] : [name];
}

/** A daemon that is started from here, for the apps of a namespace, or without one for those of all. */
export function startDaemon(to: string, namespace: string | undefined): Advice {
	return namespace === undefined
		? {to, command: {program: 'kubectl iter8', words: ['watch', '-A']}}
		: ours(to, namespace, ['watch']);
}

/** Ends the deletion of a version that no daemon takes out of the routes: by `abort`, which is refused for a primary. */
export function releaseOf(app: AppInfo, version: VersionInfo): readonly Advice[] {
	const isReleasable = version.role === 'candidate' && mayAbort(app, version);
	return isReleasable ? [ours('release it now', app.namespace, ['abort', ...named(app, version)])] : [];
}
