import type {AppInfo} from '../info/app.ts';
import {describeDaemon} from '../info/describe-daemon.ts';
import {watchLabel} from '../objects/labels.ts';
import type {CheckInput} from './check-input.ts';
import type {Finding} from './finding.ts';

/** What `status` warns of: routes that are not as they should be, and requests that go to versions that cannot take them. */
export function appStates({apps, snapshot, now}: CheckInput): readonly Finding[] {
	const daemon = describeDaemon(snapshot.leases, now);
	const todo =
		daemon && !daemon.isExpired
			? `kubectl iter8 status shows more; daemon ${daemon.holder} should put the route right`
			: 'kubectl iter8 status shows more; a daemon would put the route right';
	return apps.flatMap(({info}) => [
		...absent(info),
		...info.warnings.map(({kind, words}) => ({
			severity: kind === 'route' || kind === 'half-done' ? ('warning' as const) : ('broken' as const),
			object: `app ${info.namespace}/${info.name}`,
			what: words,
			todo: {
				misrouted: repair(info),
				blocked: 'give it a spec that loads: kubectl edit, or abort the promotion',
				'half-done': `kubectl iter8 promote ${info.name} -n ${info.namespace}, or kubectl iter8 abort ${info.name} -n ${info.namespace}`,
				route: todo,
			}[kind],
		})),
	]);
}

/** An app that nobody has deployed yet is not broken, but whoever waits for its answers wants to know. */
function absent({namespace, name, versions}: AppInfo): readonly Finding[] {
	const [primary] = versions;
	if (!primary || versions.some(({phase}) => phase !== 'absent')) return [];
	return [
		{
			severity: 'note',
			object: `app ${namespace}/${name}`,
			what: `none of its versions exists yet: ${versions.map(({title}) => title).join(', ')}`,
			todo: `create ${primary.kind} ${primary.name}, with the label ${watchLabel}: "true"`,
		},
	];
}

function repair({namespace, name, versions}: AppInfo): string {
	const [, ...candidates] = versions;
	const where = `${name} -n ${namespace}`;
	if (candidates.some(({isAvailable}) => isAvailable)) return `repair it, or kubectl iter8 promote ${where}`;
	return candidates.some(({phase}) => phase !== 'absent') ? `repair it, or kubectl iter8 abort ${where}` : 'repair it';
}
