import type {AppInfo} from '../app.ts';
import {kubectl} from './advice.ts';
import type {Advice} from './state.ts';

/**
 * How to change an app's routemap. One that is immutable is replaced by another, which leaves its routes in force as they are until a
 * daemon makes them the new one's (kubectl: `--cascade=orphan`).
 */
export function changingRoutemap(
	{namespace, routemap, isImmutable}: Pick<AppInfo, 'namespace' | 'routemap' | 'isImmutable'>,
	to: string,
): readonly Advice[] {
	if (!isImmutable) return [kubectl(to, namespace, ['edit', 'configmap', routemap])];
	return [
		kubectl('have it as FILE', namespace, ['get', 'configmap', routemap, '-o', 'yaml']),
		kubectl(`${to}, with FILE changed`, namespace, ['replace', '--force', '--cascade=orphan', '-f', 'FILE']),
	];
}
