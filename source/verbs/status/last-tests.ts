import type {AppInfo, VersionInfo} from '../../info/app.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import {versionObject} from '../../info/version-object.ts';
import type {Cluster} from '../../objects/cluster.ts';
import {appNameLabel, kindLabel, testsKind} from '../../objects/labels.ts';
import {namespacedName} from '../../objects/object.ts';
import {configMaps} from '../../objects/resource.ts';
import {evidenceOf, isOfPresent, type Judged} from '../../rollout/evidence.ts';
import type {VersionComparison} from '../../rollout/version-comparison.ts';
import {parseTests, testOfObject, testsName, type VersionTest} from '../../rollout/version-test.ts';
import {judgedCandidate} from '../../runner/judged-candidate.ts';
import type {Scope} from '../../snapshot/collections.ts';

/** The last test of a version as `-o json` has it. */
type LastTest = Pick<VersionTest, 'at' | 'by' | 'way' | 'requests' | 'failed' | 'answered'> & {
	readonly compared?: Omit<VersionComparison, 'primary'> & {
		/** Whether it was compared with the spec that the primary has. */
		readonly isWithPresentPrimary: boolean;
	};
};

/** What is known of the tests of a candidate, in a sentence. */
interface Evidence {
	/** Its title. */
	readonly version: string;
	readonly words: string;
	readonly isAgainst: boolean;
}

/** What was tested of apps that were read. */
export class LastTests {
	readonly #snapshot: Snapshot;
	/** By namespace and name of their ConfigMap. */
	readonly #tests: ReadonlyMap<string, readonly VersionTest[]>;

	constructor(snapshot: Snapshot, tests: ReadonlyMap<string, readonly VersionTest[]>) {
		this.#snapshot = snapshot;
		this.#tests = tests;
	}

	/** What is known of the tests of each candidate that is ready, in a sentence each. */
	evidence(app: AppInfo, now: Date): readonly Evidence[] {
		return app.versions.flatMap(version => {
			const judged = version.phase === 'ready' ? this.#judged(app, version) : undefined;
			if (!judged) return [];
			const {words, isTested, isGood} = evidenceOf(this.#of(app), judged, now);
			const {title} = version;
			return [{version: title, words: isTested ? `${title}: ${words}` : words, isAgainst: isTested && !isGood}];
		});
	}

	/** An app with the last test of each candidate that is there; null where its spec was never tested. */
	with(app: AppInfo): AppInfo {
		const versions = app.versions.map(version => {
			const judged = this.#judged(app, version);
			return judged ? {...version, lastTest: lastTestOf(this.#of(app), judged)} : version;
		});
		return {...app, versions};
	}

	#of({namespace, name}: AppInfo): readonly VersionTest[] {
		return this.#tests.get(namespacedName(namespace, testsName(name))) ?? [];
	}

	#judged({versions: [primary]}: AppInfo, version: VersionInfo): Judged | undefined {
		const object = version.role === 'candidate' ? versionObject(this.#snapshot, version) : undefined;
		if (!object || !primary) return undefined;
		const beside = {name: primary.title, object: versionObject(this.#snapshot, primary)};
		return judgedCandidate({name: version.title, object}, beside);
	}
}

/** Reads what was tested of the apps of a snapshot; nothing where that may not be read. */
export async function fetchLastTests(
	cluster: Cluster,
	snapshot: Snapshot,
	{namespace, app}: Scope,
	signal: AbortSignal,
): Promise<LastTests> {
	const labelSelector = [`${kindLabel}=${testsKind}`, ...(app === undefined ? [] : [`${appNameLabel}=${app}`])].join(
		',',
	);
	try {
		const {items} = await cluster.list(configMaps, namespace, {labelSelector, signal});
		return new LastTests(
			snapshot,
			new Map(items.map(item => [namespacedName(item.metadata.namespace ?? '', item.metadata.name), parseTests(item)])),
		);
	} catch {
		signal.throwIfAborted();
		return new LastTests(snapshot, new Map());
	}
}

function lastTestOf(tests: readonly VersionTest[], judged: Judged): LastTest | null {
	const test = testOfObject(tests, judged);
	if (!test) return null;
	const {at, by, way, requests, failed, answered, compared} = test;
	const last = {at, by, way, requests, failed, answered};
	if (!compared) return last;
	const {primary: _, ...verdict} = compared;
	return {...last, compared: {...verdict, isWithPresentPrimary: isOfPresent(compared, judged)}};
}
