import {noHistoryWords} from '../../actions/undo/no-history-words.ts';
import {readHistory} from '../../actions/undo/read-history.ts';
import {appVersionLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {OptionsOf} from '../../options/options.ts';
import {age} from '../../print/age.ts';
import {escapeLine} from '../../print/escape.ts';
import {createTable, type Column} from '../../print/table.ts';
import {formatYaml} from '../../print/yaml.ts';
import {pastOf, type PastChange, type ProvenChange} from '../../rollout/previous.ts';
import {primaryOf, readApp} from '../../runner/app-state.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';
import type {VersionKind} from '../../versions/version-kind.ts';
import {actionContext, appArgument} from '../action-options.ts';
import type {historyVerb} from './flags.ts';

/** One spec that the primary has had, or has. */
interface Revision {
	readonly revision: number;
	readonly version: string | undefined;
	/** What brought it; undefined where kubectl iter8 did not. */
	readonly change: Pick<PastChange, 'action' | 'by' | 'at'> | undefined;
	readonly spec: unknown;
}

/** How long the history may take to come; it is read, not waited for. */
const timeoutMs = 60_000;

export async function run(options: OptionsOf<typeof historyVerb>): Promise<void> {
	const {output} = options.flags;
	const {stdout, stderr} = options.streams;
	const app = appArgument(options);
	const context = await actionContext(options, timeoutMs);
	const {object, kind} = primaryOf(await readApp(context, app));
	const entries = await readHistory(context, app, object);
	const revisions = revisionsOf(object, entries);
	if (output === 'json') stdout.write(`${JSON.stringify({app, revisions}, undefined, 4)}\n`);
	else if (output === 'yaml') stdout.write(formatYaml({app, revisions}));
	else if (entries.length === 0) stderr.write(`${escapeLine(await noHistoryWords(context, app, object))}\n`);
	else stdout.write(createTable(columns(kind, context.now()), {isWide: false, color: options.color})(revisions));
}

/** The present spec first, then those that are kept. What each change led from is its revision, and what it led to the next. */
function revisionsOf(primary: KubeObject, kept: readonly ProvenChange[]): readonly Revision[] {
	const past = pastOf(primary, hashOf(primary));
	const present = {
		revision: (past[0]?.number ?? 0) + 1,
		version: primary.metadata.labels?.[appVersionLabel],
		change: changeTo(hashOf(primary), past[0]),
		spec: primary['spec'],
	};
	const earlier = kept.map(({number, version, from, spec}): Revision => {
		const index = past.findIndex(change => change.number === number);
		return {revision: number, version, change: changeTo(from, past[index + 1]), spec};
	});
	return [present, ...earlier];
}

/** The change before, where it led to this spec: somebody else may have put another one there since. */
function changeTo(hash: string, before: PastChange | undefined): Revision['change'] {
	if (before?.to !== hash) return undefined;
	const {action, by, at} = before;
	return {action, by, at};
}

function columns(kind: VersionKind, now: Date): readonly Column<Revision>[] {
	return [
		{header: 'REVISION', cell: ({revision}) => String(revision)},
		{header: 'VERSION', cell: ({version}) => version},
		{header: 'BY', cell: ({change}) => change?.by},
		{header: 'ACTION', cell: ({change}) => change?.action},
		{header: 'AGE', cell: ({change}) => change && age(change.at, now)},
		{header: 'MODEL', cell: ({spec}) => kind.serves(spec)},
	];
}
