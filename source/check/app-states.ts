import {describeDaemon} from '../info/describe-daemon.ts';
import type {Finding} from './finding.ts';
import type {Survey} from './survey.ts';

/** What `status` warns of: routes that are not as they should be, and requests that go to versions that cannot take them. */
export function appStates({apps, snapshot, now}: Survey): readonly Finding[] {
	const daemon = describeDaemon(snapshot.leases, now);
	const todo =
		daemon && !daemon.isExpired
			? `kubectl iter8 status shows more; daemon ${daemon.holder} should put the route right`
			: 'kubectl iter8 status shows more; a daemon would put the route right';
	return apps.flatMap(({info}) =>
		info.warnings.map(what => ({
			severity: what.startsWith('requests') ? 'broken' : 'warning',
			object: `app ${info.namespace}/${info.name}`,
			what,
			todo: what.startsWith('requests') ? 'repair the version, or kubectl iter8 promote or abort' : todo,
		})),
	);
}
