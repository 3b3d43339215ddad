import {modelsWithoutApp} from '../../actions/models-without-app.ts';
import type {AppInfo} from '../../info/app.ts';
import {describeApps} from '../../info/describe-apps.ts';
import {describeDaemon, disbeliefOf, doubleLeaders, type DaemonInfo} from '../../info/describe-daemon.ts';
import {refuseMissingNamespace} from '../../kube/missing-namespace.ts';
import {noSuchApp} from '../../kube/no-such-app.ts';
import {leaseName} from '../../objects/lease.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {OptionsOf} from '../../options/options.ts';
import {age} from '../../print/age.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatJson} from '../../print/objects.ts';
import {formatTable} from '../../print/table.ts';
import type {Scope} from '../../snapshot/collections.ts';
import {fetchFaults, type DaemonFault} from '../../snapshot/fetch-faults.ts';
import {fetchSnapshot} from '../../snapshot/fetch-snapshot.ts';
import type {statusVerb} from './flags.ts';
import {fetchLastTests, type LastTests} from './last-tests.ts';
import {keyOf, numbersFor, numbersWarnings, withNumbers, type AllNumbers} from './status-numbers.ts';
import {isFree, rowsOf, statusColumns} from './table.ts';

/** Warnings beyond these say only how many there are. */
const mostWarnings = 8;

/** Prints the apps of a namespace, or one of them; with `--watch` goes on with what changes. */
export async function run(options: OptionsOf<typeof statusVerb>): Promise<number | void> {
	const {flags, streams, signal, now} = options;
	const [app] = options.arguments;
	if (app !== undefined && flags.allNamespaces) throw new UsageError('APP cannot be given with --all-namespaces');
	if (app !== undefined && flags.selector !== undefined) throw new UsageError('APP cannot be given with --selector');
	const target = await options.connect();
	const namespace = flags.allNamespaces ? undefined : target.namespace;
	const scope: Scope = {namespace, labelSelector: flags.selector, app};
	const snapshot = await fetchSnapshot(target.cluster, scope, signal, now());
	const apps = describeApps(snapshot, now());
	const daemon = describeDaemon(snapshot.leases, now());
	const leaders = doubleLeaders(snapshot.leases, now());
	if (app !== undefined && apps.length === 0) throw await noSuchApp(target.cluster, target.namespace, app, signal);

	if (apps.length === 0 && namespace !== undefined) await refuseMissingNamespace(target.cluster, namespace, signal);

	if (flags.watch) {
		const {watchStatus} = await import('./watch.ts');
		for (const warning of warningsOf(apps, daemon, leaders, namespace === undefined)) streams.stderr.write(warning);
		return watchStatus(options, target.cluster, scope, apps);
	}

	const numbers = await numbersFor(options, target, apps, snapshot.routemaps);
	const isTestShown =
		(app !== undefined && flags.output === undefined) || flags.output === 'json' || flags.output === 'yaml';
	const tests = isTestShown ? await fetchLastTests(target.cluster, snapshot, scope, signal) : undefined;
	const shown = tests ? apps.map(each => tests.with(each)) : apps;
	streams.stdout.write(await format(options, shown, daemon, {numbers, tests}));
	if (flags.output === undefined || flags.output === 'wide') {
		if (apps.length === 0) {
			const where = namespace === undefined ? '' : ` in ${namespace} namespace.`;
			streams.stderr.write(`${escapeLine(`No apps found${where}`)}\n`);
			const hint = await modelsWithoutApp(target.cluster, namespace, signal);
			if (hint !== undefined) streams.stderr.write(`${escapeLine(hint)}\n`);
		} else {
			const found = await fetchFaults(target.cluster, apps, signal);
			const lines = [
				...warningsOf(apps, daemon, leaders, namespace === undefined),
				...found.map(fault => faultWarning(fault, now())),
				...numbersWarnings(apps, numbers, namespace === undefined),
			];
			for (const line of lines) streams.stderr.write(line);
		}
	}

	for (const missing of snapshot.missingKinds) streams.stderr.write(`${escapeLine(`error: ${missing}`)}\n`);
	return snapshot.missingKinds.length > 0 ? 1 : undefined;
}

async function format(
	{flags, arguments: [one], color, now}: OptionsOf<typeof statusVerb>,
	apps: readonly AppInfo[],
	daemon: DaemonInfo | undefined,
	{numbers, tests}: {readonly numbers: AllNumbers | undefined; readonly tests: LastTests | undefined},
): Promise<string> {
	const items = numbers ? apps.map(app => withNumbers(app, numbers)) : apps;
	const value = one === undefined ? {kind: 'AppList', items, daemon: daemon ?? null} : items[0];
	if (flags.output === 'json') return formatJson(value);
	if (flags.output === 'yaml') {
		const {formatYaml} = await import('../../print/yaml.ts');
		return formatYaml(value);
	}

	if (flags.output === 'name') return apps.map(({name}) => `${escapeLine(name)}\n`).join('');
	if (apps.length === 0) return '';
	const isWide = flags.output === 'wide';
	const columns = statusColumns(flags.allNamespaces, now, numbers !== undefined);
	const rows = apps.flatMap(app => rowsOf(app, numbers?.get(keyOf(app))));
	const table = formatTable(columns, rows, {isWide, color});
	const [app] = apps;
	return one !== undefined && app && !isWide ? `${table}\n${explain(app, daemon, tests, now())}` : table;
}

/** An app's state in sentences. */
function explain(app: AppInfo, daemon: DaemonInfo | undefined, tests: LastTests | undefined, now: Date): string {
	const {name, state, versions, faults} = app;
	const reasons = versions
		.filter(version => version.cause !== undefined && !isFree(version))
		.map(({name, reason, since}) => `  ${name}: ${reason}${since === undefined ? '' : ` (${age(since, now)})`}`);
	const tested = (tests?.evidence(app, now) ?? []).map(words => `  ${words}`);
	const leader = daemon && !daemon.isExpired ? [`  daemon ${daemon.holder} leads`] : [];
	const lines = [`${name}: ${state.word}`, ...reasons, ...faults.map(fault => `  ${fault}`), ...tested, ...leader];
	return lines.map(line => `${escapeLine(line)}\n`).join('');
}

/** What keeps apps from being as they should be, in kubectl's form of a warning. */
function warningsOf(
	apps: readonly AppInfo[],
	daemon: DaemonInfo | undefined,
	leaders: readonly string[],
	isOfAllNamespaces: boolean,
): readonly string[] {
	const ofApps = apps.flatMap(({namespace, name, faults, warnings}) => {
		const app = isOfAllNamespaces ? `${namespace}/${name}` : name;
		return [...faults, ...warnings.map(({words}) => words)].map(text => warning(`app ${app}: ${text}`));
	});
	const shown = ofApps.slice(0, mostWarnings);
	const rest = ofApps.length - shown.length;
	return [
		...daemonWarning(daemon),
		...(leaders.length === 0
			? []
			: [warning(`several daemons lead at once and write the same routes: ${leaders.join(', ')}; stop all but one`)]),
		...shown,
		...(rest > 0 ? [`Warning: ${rest} more; see kubectl iter8 status -o json\n`] : []),
	];
}

/** Why a route is not in force, as the daemon met it. */
function faultWarning({app: {namespace, routemap}, message, at}: DaemonFault, now: Date): string {
	const when = at === undefined ? '' : ` ${age(at, now)} ago`;
	return warning(`routemap ${namespace}/${routemap} was not followed${when}: ${message}`);
}

function daemonWarning(daemon: DaemonInfo | undefined): readonly string[] {
	const disbelief = daemon && disbeliefOf(daemon);
	const lease = disbelief === undefined ? undefined : `lease ${daemon?.namespace}/${leaseName} is ${disbelief}`;
	if (daemon && !daemon.isExpired) return lease === undefined ? [] : [warning(lease)];
	const who = lease ?? (daemon ? `the daemon ${daemon.holder} is gone` : 'no daemon is running');
	const how = lease === undefined ? '' : ', which takes the lease within a minute';
	return [warning(`${who}: routes do not follow the versions; start one with: kubectl iter8 watch${how}`)];
}

function warning(text: string): string {
	return `Warning: ${escapeLine(text)}\n`;
}
