import type {AppInfo} from '../../info/app.ts';
import {describeApps, lookAgainAt} from '../../info/describe-apps.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import type {Cluster} from '../../objects/cluster.ts';
import type {OptionsOf} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatJson} from '../../print/objects.ts';
import {createTable, type Cell} from '../../print/table.ts';
import {formatYaml} from '../../print/yaml.ts';
import type {Scope} from '../../snapshot/collections.ts';
import {followSnapshots} from '../../snapshot/follow-snapshots.ts';
import type {statusVerb} from './flags.ts';
import {rowsOf, statusColumns, type StatusRow} from './table.ts';

/** Prints apps, and then whatever changes of them, as `kubectl get --watch` does, until the signal aborts. */
export async function watchStatus(
	options: OptionsOf<typeof statusVerb>,
	cluster: Cluster,
	scope: Scope,
	first: readonly AppInfo[],
): Promise<void> {
	const {streams, signal, now} = options;
	const changes = changePrinter(options);
	let timer: NodeJS.Timeout | undefined;
	const print = (apps: readonly AppInfo[]) => {
		const text = changes(apps);
		if (text !== '') streams.stdout.write(text);
	};
	const onSnapshot = (snapshot: Snapshot) => {
		clearTimeout(timer);
		const apps = describeApps(snapshot, now());
		print(apps);
		const next = lookAgainAt(apps);
		if (next) timer = setTimeout(() => onSnapshot(snapshot), next.getTime() - now().getTime());
	};
	const onTrouble = (error: Error | undefined) => {
		const what = error ? `${error.message}; still trying` : 'up to date again';
		streams.stderr.write(`${escapeLine(`Warning: ${what}`)}\n`);
	};

	print(first);
	if (signal.aborted) return;
	const stop = followSnapshots(cluster, scope, {onSnapshot, onTrouble}, now);
	await new Promise<void>(resolve => {
		signal.addEventListener('abort', () => resolve(), {once: true});
	});
	clearTimeout(timer);
	stop();
}

/** The text that tells what differs from the apps of the call before. */
export function changePrinter({
	flags,
	color,
	now,
}: Pick<OptionsOf<typeof statusVerb>, 'flags' | 'color' | 'now'>): (apps: readonly AppInfo[]) => string {
	if (flags.output === 'json')
		return changed(
			app => [app],
			identity,
			apps => apps.map(app => formatJson(app)).join(''),
		);
	if (flags.output === 'yaml') {
		return changed(
			app => [app],
			identity,
			apps => apps.map(app => `---\n${formatYaml(app)}`).join(''),
		);
	}

	if (flags.output === 'name')
		return changed(
			app => [app],
			identity,
			apps => apps.map(({name}) => `${escapeLine(name)}\n`).join(''),
		);
	const isWide = flags.output === 'wide';
	const columns = statusColumns(flags.allNamespaces, now);
	const compared = columns.filter(({isWide: isExtra}) => isWide || !isExtra);
	const table = createTable(columns, {isWide, color});
	return changed<StatusRow>(
		app => rowsOf(app),
		{
			key: ({app, version}) => `${app.namespace}/${app.name}/${version?.name ?? ''}`,
			fingerprint: row => JSON.stringify(compared.map(({cell}): Cell => cell(row))),
			deleted: row => ({...row, isDeleted: true}),
		},
		rows => (rows.length === 0 ? '' : table(rows)),
	);
}

interface Identity<Item> {
	readonly key: (item: Item) => string;
	/** What of an item is told: one whose is the same is not told twice. It is taken now of both, so that growing older is no change. */
	readonly fingerprint: (item: Item) => string;
	readonly deleted: (item: Item) => Item;
}

const identity: Identity<AppInfo> = {
	key: ({namespace, name}) => `${namespace}/${name}`,
	fingerprint: app => JSON.stringify(app),
	deleted: app => app,
};

function changed<Item>(
	itemsOf: (app: AppInfo) => readonly Item[],
	{key, fingerprint, deleted}: Identity<Item>,
	format: (items: readonly Item[]) => string,
): (apps: readonly AppInfo[]) => string {
	let known = new Map<string, Item>();
	return apps => {
		const current = new Map(apps.flatMap(app => itemsOf(app)).map(item => [key(item), item]));
		const news = [...current].filter(([name, item]) => {
			const before = known.get(name);
			return before === undefined || fingerprint(before) !== fingerprint(item);
		});
		const gone = [...known].filter(([name]) => !current.has(name));
		known = current;
		return format([...news.map(([, item]) => item), ...gone.map(([, item]) => deleted(item))]);
	};
}
