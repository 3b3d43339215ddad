import type {AppInfo} from '../../info/app.ts';
import type {PodInfo} from '../../info/describe-pod.ts';
import type {LogPlace} from '../../objects/log-place.ts';

/** A container whose log is shown, and of which version it is. */
export interface LoggedContainer extends LogPlace {
	/** Its title. */
	readonly version: string;
	/** Which of the app's logs it is, from 1, and of how many. */
	readonly number: number;
	readonly total: number;
}

const importance = {bad: 0, waiting: 1, good: 2, faint: 3} as const;

/**
 * The container whose log is shown at a turn: of the newest version first, since that is what is being rolled out, then the others;
 * of each version's pods first the one in trouble. Undefined where no pod is known.
 */
export function loggedContainer(
	{versions}: AppInfo,
	pods: ReadonlyMap<string, readonly PodInfo[]> | undefined,
	turn: number,
): LoggedContainer | undefined {
	const all = versions.toReversed().flatMap(({title}) => {
		const own = pods?.get(title) ?? [];
		const newestFirst = own.toReversed().toSorted((a, b) => importance[a.tone] - importance[b.tone]);
		return newestFirst.map(pod => ({version: title, pod}));
	});
	const index = all.length === 0 ? 0 : turn % all.length;
	const chosen = all[index];
	if (chosen === undefined) return undefined;
	const {version, pod} = chosen;
	const {namespace, name, container} = pod;
	return {version, namespace, pod: name, container, number: index + 1, total: all.length};
}
