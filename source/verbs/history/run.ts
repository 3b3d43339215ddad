import {noHistoryWords} from '../../actions/undo/no-history-words.ts';
import {readHistory} from '../../actions/undo/read-history.ts';
import type {OptionsOf} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {createTable} from '../../print/table.ts';
import {formatYaml} from '../../print/yaml.ts';
import {revisionColumns} from '../../report/text/revision-columns.ts';
import {revisionsOf} from '../../rollout/revisions.ts';
import {primaryOf, readApp} from '../../runner/app-state.ts';
import {hashOf} from '../../runner/replace/spec-hash.ts';
import {actionContext, appArgument} from '../action-options.ts';
import type {historyVerb} from './flags.ts';

/** How long the history may take to come; it is read, not waited for. */
const timeoutMs = 60_000;

export async function run(options: OptionsOf<typeof historyVerb>): Promise<void> {
	const {output} = options.flags;
	const {stdout, stderr} = options.streams;
	const app = appArgument(options);
	const context = await actionContext(options, timeoutMs);
	const {object, kind} = primaryOf(await readApp(context, app));
	const entries = await readHistory(context, app, object);
	const revisions = revisionsOf(object, hashOf(object), entries);
	if (output === 'json') stdout.write(`${JSON.stringify({app, revisions}, undefined, 4)}\n`);
	else if (output === 'yaml') stdout.write(formatYaml({app, revisions}));
	else if (entries.length === 0) stderr.write(`${escapeLine(await noHistoryWords(context, app, object))}\n`);
	else {
		const columns = revisionColumns(kind.serves, context.now());
		stdout.write(createTable(columns, {isWide: false, color: options.color})(revisions));
	}
}
