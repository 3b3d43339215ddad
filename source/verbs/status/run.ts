import {modelsWithoutApp} from '../../actions/models-without-app.ts';
import type {AppInfo} from '../../info/app.ts';
import {describeApps} from '../../info/describe-apps.ts';
import {describeDaemon, type DaemonInfo} from '../../info/describe-daemon.ts';
import {named} from '../../info/states/advice.ts';
import {allowedVerbs} from '../../info/states/permits.ts';
import {adviceText, type State} from '../../info/states/state.ts';
import {findLostApps} from '../../kube/lost-apps.ts';
import {refuseMissingNamespace} from '../../kube/missing-namespace.ts';
import {noSuchApp} from '../../kube/no-such-app.ts';
import type {ResourceTypes} from '../../objects/resource-types.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {OptionsOf} from '../../options/options.ts';
import {age} from '../../print/age.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatJson} from '../../print/objects.ts';
import {formatTable} from '../../print/table.ts';
import type {Scope} from '../../snapshot/collections.ts';
import {fetchFaults} from '../../snapshot/fetch-faults.ts';
import {fetchSnapshot} from '../../snapshot/fetch-snapshot.ts';
import type {statusVerb} from './flags.ts';
import {fetchLastTests, type LastTests} from './last-tests.ts';
import {keyOf, numbersFor, numbersWarnings, tellsNumbers, withNumbers, type AllNumbers} from './status-numbers.ts';
import {rowsOf, statusColumns} from './table.ts';
import {appWarnings, leaderWarnings, lostWarnings, toldOf, type ToldApp} from './warnings.ts';

/** Prints the apps of a namespace, or one of them; with `--watch` goes on with what changes. */
export async function run(options: OptionsOf<typeof statusVerb>): Promise<number | void> {
	const {flags, streams, signal, now} = options;
	const [app] = options.arguments;
	if (app !== undefined && flags.allNamespaces) throw new UsageError('APP cannot be given with --all-namespaces');
	if (app !== undefined && flags.selector !== undefined) throw new UsageError('APP cannot be given with --selector');
	if (flags.prometheus !== undefined && !tellsNumbers(flags)) {
		throw new UsageError('--prometheus needs -o wide, json or yaml, which tell numbers');
	}

	const target = await options.connect();
	const namespace = flags.allNamespaces ? undefined : target.namespace;
	const scope: Scope = {namespace, labelSelector: flags.selector, app};
	const snapshot = await fetchSnapshot(target.cluster, scope, signal, now());
	const apps = describeApps(snapshot, now());
	const daemon = describeDaemon(snapshot.leases, now());
	const warnings = (listed: readonly ToldApp[]): readonly string[] => [
		...leaderWarnings(snapshot, apps, namespace, now()),
		...appWarnings(listed, namespace),
	];
	if (app !== undefined && apps.length === 0) {
		const {types} = snapshot.settingsIn(target.namespace);
		throw await noSuchApp({...target, types, signal}, app);
	}

	if (apps.length === 0 && namespace !== undefined) await refuseMissingNamespace(target.cluster, namespace, signal);
	if (flags.watch) {
		const {watchStatus} = await import('./watch.ts');
		for (const line of warnings(toldOf(apps, snapshot, [], now()))) streams.stderr.write(line);
		return watchStatus(options, target.cluster, scope, apps);
	}

	const numbers = await numbersFor(options, target, apps, snapshot);
	const isTestShown =
		(app !== undefined && flags.output === undefined) || flags.output === 'json' || flags.output === 'yaml';
	const tests = isTestShown ? await fetchLastTests(target.cluster, snapshot, scope, signal) : undefined;
	const shown = tests ? apps.map(each => tests.with(each)) : apps;
	const {routemaps, settingsIn} = snapshot;
	const typesIn = (place: string): ResourceTypes => settingsIn(place).types;
	// Of one app it is asked where that is not found, and a selector leaves out routemaps that name models.
	const isWhole = app === undefined && flags.selector === undefined && isTable(flags);
	const [faults, lost] = await Promise.all([
		fetchFaults(target.cluster, apps, signal),
		isWhole ? findLostApps({cluster: target.cluster, namespace, routemaps, typesIn, signal}) : [],
	]);
	const told = toldOf(shown, snapshot, faults, now());
	streams.stdout.write(await format(options, told, daemon, {numbers, tests}));
	if (isTable(flags)) {
		for (const line of lostWarnings(lost, namespace)) streams.stderr.write(line);
		if (apps.length === 0) {
			const where = namespace === undefined ? '' : ` in ${namespace} namespace.`;
			streams.stderr.write(`${escapeLine(`No apps found${where}`)}\n`);
			const hint = lost.length > 0 ? undefined : await modelsWithoutApp(target.cluster, namespace, signal);
			if (hint !== undefined) streams.stderr.write(`${escapeLine(hint)}\n`);
		} else {
			// What is so of one app stands below its table.
			const listed = app === undefined || flags.output === 'wide' ? told : [];
			const lines = [...warnings(listed), ...numbersWarnings(apps, numbers, namespace === undefined)];
			for (const line of lines) streams.stderr.write(line);
		}
	}

	for (const missing of snapshot.missingKinds) streams.stderr.write(`${escapeLine(`error: ${missing}`)}\n`);
	return snapshot.missingKinds.length > 0 ? 1 : undefined;
}

/** Whether people read it, who are warned. */
function isTable({output}: OptionsOf<typeof statusVerb>['flags']): boolean {
	return output === undefined || output === 'wide';
}

async function format(
	{flags, arguments: [one], color, now}: OptionsOf<typeof statusVerb>,
	told: readonly ToldApp[],
	daemon: DaemonInfo | undefined,
	{numbers, tests}: {readonly numbers: AllNumbers | undefined; readonly tests: LastTests | undefined},
): Promise<string> {
	const items = told.map(({app, states}) => ({
		...(numbers ? withNumbers(app, numbers) : app),
		states,
		allowed: [...allowedVerbs(app, now())],
	}));
	const value = one === undefined ? {kind: 'AppList', items, daemon: daemon ?? null} : items[0];
	if (flags.output === 'json') return formatJson(value);
	if (flags.output === 'yaml') {
		const {formatYaml} = await import('../../print/yaml.ts');
		return formatYaml(value);
	}

	if (flags.output === 'name') return items.map(({name}) => `${escapeLine(name)}\n`).join('');
	const [first] = told;
	if (!first) return '';
	const isWide = flags.output === 'wide';
	const columns = statusColumns(flags.allNamespaces, now, numbers !== undefined);
	const rows = told.flatMap(({app}) => rowsOf(app, numbers?.get(keyOf(app))));
	const table = formatTable(columns, rows, {isWide, color});
	return one !== undefined && !isWide ? `${table}\n${explain(first, daemon, tests, now())}` : table;
}

/** All that is so of an app, with the ways on. */
function explain(
	{app, states}: ToldApp,
	daemon: DaemonInfo | undefined,
	tests: LastTests | undefined,
	now: Date,
): string {
	const [first] = states;
	const told = states.filter(({kind}) => kind !== 'stable');
	// What speaks against a candidate is read before the first command that promotes it, and after what is worse.
	const tested = (tests?.evidence(app, now) ?? []).map(each => ({
		...each,
		before: each.isAgainst ? told.findIndex(state => promotes(state, app, each.version)) : -1,
	}));
	const wordsBefore = (index: number): readonly string[] =>
		tested.filter(({before}) => before === index).map(({words}) => `  ${words}`);
	const sentences = told.flatMap(({kind, sentence, since, advised}, index) => {
		const words = `  ${sentence}${since === undefined ? '' : ` (${age(since, now)})`}`;
		const against = wordsBefore(index);
		return [
			...(kind === 'candidate-ready' ? [...against, words] : [words, ...against.map(line => `  ${line}`)]),
			...advised.map(advice => `    ${adviceText([advice])}`),
		];
	});
	const leader = daemon && !daemon.isExpired ? [`  daemon ${daemon.holder} leads`] : [];
	const lines = [`${app.name}: ${first.word}`, ...sentences, ...wordsBefore(-1), ...leader];
	return lines.map(line => `${escapeLine(line)}\n`).join('');
}

/** Whether a state advises to promote a version. */
function promotes({advised}: State, app: AppInfo, version: string): boolean {
	const [, ...candidates] = app.versions;
	const candidate = candidates.find(({title}) => title === version);
	if (!candidate) return false;
	const words = ['promote', ...named(app, candidate)].join(' ');
	return advised.some(({command}) => command.words.join(' ') === words);
}
