import type {RouteInfo, StateWord, VersionInfo} from './app.ts';

/**
 * The one word for a whole app: what asks for attention most, the primary first.
 * @param isHalfPromoted Whether a promotion has replaced the primary's spec, and its candidate is still there.
 */
export function describeState(
	versions: readonly VersionInfo[],
	routes: readonly RouteInfo[],
	faults: readonly string[],
	isHalfPromoted = false,
): StateWord {
	if (faults.length > 0) return bad('invalid routemap');
	const [primary, ...candidates] = versions;
	if (versions.every(({phase}) => phase === 'absent')) return {word: 'not deployed', tone: 'faint'};
	if (!primary?.isAvailable) {
		if (primary?.phase === 'failed') return bad('failed to load');
		return primary?.phase === 'loading' ? waiting('primary loading') : bad('primary down');
	}

	if (primary.phase === 'blocked') return bad('primary blocked');
	const phases = new Set(candidates.map(({phase}) => phase));
	if (phases.has('failed')) return bad('failed to load');
	if (phases.has('blocked')) return bad('candidate blocked');
	if (isHalfPromoted) return waiting('promotion half done');
	if (routes.some(({exists}) => !exists)) return bad('route missing');
	if (routes.some(({isInForce}) => !isInForce)) return waiting('route differs');
	if (phases.has('leaving')) return waiting('candidate leaving');
	if (phases.has('loading')) return waiting('candidate loading');
	if (phases.has('down')) return bad('candidate down');
	if (primary.phase === 'updating') return waiting('primary updating');
	if (phases.has('updating')) return waiting('candidate updating');
	return good(phases.has('ready') ? 'candidate ready' : 'stable');
}

function good(word: string): StateWord {
	return {word, tone: 'good'};
}

function waiting(word: string): StateWord {
	return {word, tone: 'waiting'};
}

function bad(word: string): StateWord {
	return {word, tone: 'bad'};
}
