import {expect, test} from 'vitest';
import {describeApps} from '../../source/info/describe-apps.ts';
import {allowedVerbs} from '../../source/info/states/permits.ts';
import {fetchSnapshot} from '../../source/snapshot/fetch-snapshot.ts';
import {playApp} from '../helpers/played-app.ts';
import {phasesOf, type Phase} from '../verbs/phases/phases.ts';
import {cellsOf} from '../verbs/phases/table.ts';

const noon = new Date('2026-01-01T12:00:00Z');
const verbs = ['deploy', 'weights', 'promote', 'abort', 'undo', 'cleanup'] as const;

/** The verbs that are said not to be refused in a phase; undefined where there is no app. */
async function allowedIn({objects}: Phase): Promise<readonly string[] | undefined> {
	const app = await playApp(objects);
	await app.settled();
	const snapshot = await fetchSnapshot(app.cluster, {namespace: 'models'}, new AbortController().signal, noon);
	await app.close();
	const [info] = describeApps(snapshot, noon);
	const allowed = info && allowedVerbs(info, noon);
	return allowed && verbs.filter(verb => allowed.has(verb));
}

/** What the table of phases shows: a wait that takes too long is none. */
function isRefused(cell = ''): boolean {
	return cell.startsWith('error: ') && !cell.includes('timed out');
}

/** What only the history, a name in it or a file tells: the plan says it. */
const beyond: ReadonlySet<string> = new Set([
	'routemap without any version: deploy',
	'two candidates: promote',
	'two candidates: abort',
	'history gone after a promotion: undo',
	'history gone, promotion half done: abort',
	'history forged after a promotion: undo',
	'history forged, promotion half done: abort',
]);

test('what an app is said to allow is what verbs do not refuse, in every phase', async () => {
	const cells = cellsOf('inference-service.txt');
	const phases = await phasesOf('InferenceService');
	const said = await Promise.all(phases.map(async phase => [phase.name, await allowedIn(phase)] as const));
	const wrong = said.flatMap(([phase, allowed]) =>
		verbs
			.filter(
				verb =>
					allowed !== undefined &&
					!beyond.has(`${phase}: ${verb}`) &&
					allowed.includes(verb) === isRefused(cells.get(`${phase}: ${verb}`)),
			)
			.map(verb => `${phase}: ${verb}`),
	);
	expect(said.filter(([, allowed]) => allowed === undefined).map(([phase]) => phase)).toEqual([
		'no routemap',
		'cleanup half done: routemap retired',
	]);
	expect(wrong).toEqual([]);
});
