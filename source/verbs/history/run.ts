import {readHistory} from '../../actions/undo/read-history.ts';
import {appVersionLabel} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {OptionsOf} from '../../options/options.ts';
import {age} from '../../print/age.ts';
import {createTable, type Column} from '../../print/table.ts';
import {formatYaml} from '../../print/yaml.ts';
import type {HistoryEntry} from '../../rollout/history.ts';
import {primaryOf, readApp} from '../../runner/app-state.ts';
import {actionContext, appArgument} from '../action-options.ts';
import type {historyVerb} from './flags.ts';

/** One spec that the primary has had, or has. */
interface Revision {
	readonly revision: number;
	readonly version: string | undefined;
	/** What brought it; undefined for the first that is known. */
	readonly change: Pick<HistoryEntry, 'action' | 'by' | 'at'> | undefined;
	readonly spec: unknown;
}

/** How long the history may take to come; it is read, not waited for. */
const timeoutMs = 60_000;

export async function run(options: OptionsOf<typeof historyVerb>): Promise<void> {
	const {output} = options.flags;
	const {stdout, stderr} = options.streams;
	const app = appArgument(options);
	const context = await actionContext(options, timeoutMs);
	const {object} = primaryOf(await readApp(context, app));
	const entries = await readHistory(context, app, object);
	const revisions = revisionsOf(object, entries);
	if (output === 'json') stdout.write(`${JSON.stringify({app, revisions}, undefined, 4)}\n`);
	else if (output === 'yaml') stdout.write(formatYaml({app, revisions}));
	else if (entries.length === 0) stderr.write(`the primary of ${app} was not changed by kubectl iter8 yet\n`);
	else stdout.write(createTable(columns(context.now()), {isWide: false, color: options.color})(revisions));
}

/** The present spec first. What each change led from is its revision, and what it led to the next. */
function revisionsOf(
	primary: KubeObject,
	entries: readonly (HistoryEntry & {readonly spec: unknown})[],
): readonly Revision[] {
	const [last] = entries;
	const present = {
		revision: (last?.number ?? 0) + 1,
		version: primary.metadata.labels?.[appVersionLabel],
		change: last && changeOf(last),
		spec: primary['spec'],
	};
	const earlier = entries.map((entry, index): Revision => {
		const before = entries[index + 1];
		return {revision: entry.number, version: entry.from.version, change: before && changeOf(before), spec: entry.spec};
	});
	return [present, ...earlier];
}

function changeOf({action, by, at}: HistoryEntry): Revision['change'] {
	return {action, by, at};
}

function columns(now: Date): readonly Column<Revision>[] {
	return [
		{header: 'REVISION', cell: ({revision}) => String(revision)},
		{header: 'VERSION', cell: ({version}) => version},
		{header: 'BY', cell: ({change}) => change?.by},
		{header: 'ACTION', cell: ({change}) => change?.action},
		{header: 'AGE', cell: ({change}) => change && age(change.at, now)},
	];
}
