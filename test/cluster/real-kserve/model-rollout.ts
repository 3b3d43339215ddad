import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {LoadOptions} from '../load/load.ts';
import type {Protocol} from '../load/messages.ts';
import {bodyOf} from '../load/protocol.ts';
import type {LoadReport} from '../load/report.ts';
import {printFigures} from '../rollout/expectations.ts';
import {isReady, paths} from '../rollout/routes.ts';
import type {Stage} from '../rollout/stage.ts';
import {modelUri, readRequests} from '../testbed/models.ts';
import {waitFor} from '../testbed/wait.ts';
import {inferenceService, patient, type Choices, type Mode} from './inference-service.ts';

type Acts = Pick<Stage, 'testbed' | 'read' | 'answeredBy' | 'expectIter8' | 'startLoad'>;

export const fiftyASecond: Partial<LoadOptions> = {atMost: 50};

const labels = {
	'app.kubernetes.io/name': 'wisdom',
	'app.kubernetes.io/version': 'v0',
	'iter8.tools/watch': 'true',
};

/** In Knative mode a start may take long beside a load; in Standard mode pods drain, as nothing else does it for them. */
const settings: Readonly<Record<Mode, Choices>> = {
	Knative: {annotations: patient},
	Standard: {isDrained: true},
};

/** The app wisdom with its primary alone, which answers at the gateway. */
export async function startApp(
	{testbed, read, expectIter8, answeredBy}: Acts,
	mode: Mode,
	choices: Choices,
): Promise<void> {
	const common = {labels, maxReplicas: 1, ...settings[mode]};
	const primary = inferenceService('wisdom-0', mode, 'digits-lr', {...common, ...choices});
	await testbed.kubectl(['apply', '-f', '-'], JSON.stringify(primary));
	await waitFor('wisdom-0 to be ready', async () => isReady(await read(paths.primary)), 400_000, 200);
	await expectIter8('init', 'wisdom');
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', 400_000, 50);
}

/** Deploys and promotes a candidate under load, which the caller judges. */
export async function rollOut(
	acts: Acts,
	mode: Mode,
	choices: Choices,
	promoteFlags: readonly string[] = [],
): Promise<LoadReport> {
	const {testbed, read, expectIter8, answeredBy, startLoad} = acts;
	const input = await writeInput(acts, choices.runtime === 'kserve-sklearnserver' ? 'v1' : 'v2');
	await startApp(acts, mode, choices);
	const load = await startLoad('primary');
	await load.sent(500);

	await load.mark('deploying');
	await expectIter8('deploy', 'wisdom', '--storage-uri', modelUri('digits-rf'), '--wait');
	const isThere = async (): Promise<boolean> => (await answeredBy({traffic: 'test'})) === 'wisdom-1';
	await waitFor('the candidate to answer', isThere, 400_000, 50);
	await load.mark('candidate');
	await load.sent(500);

	await load.mark('promoting');
	await expectIter8('promote', 'wisdom', '--yes', '-f', input, ...promoteFlags);
	expect(await read(paths.candidate)).toBeUndefined();
	await load.mark('alone');
	await load.sent(500);

	const report = await load.stop();
	printFigures(`${JSON.stringify(choices)} in ${mode} mode, ${testbed.runDir}`, report);
	return report;
}

/** A file with a request for one digit. */
export async function writeInput({testbed}: Pick<Acts, 'testbed'>, protocol: Protocol): Promise<string> {
	const [first] = readRequests();
	if (first === undefined) throw new Error('requests.jsonl is empty');
	const path = join(testbed.runDir, `input-${protocol}.json`);
	await writeFile(path, bodyOf(first, protocol));
	return path;
}

/** Waits until Knative has taken away all pods of InferenceServices. */
export async function withoutPods({testbed}: Pick<Acts, 'testbed'>, ...names: readonly string[]): Promise<void> {
	const selector = encodeURIComponent(`serving.kserve.io/inferenceservice in (${names.join(',')})`);
	const path = `/api/v1/namespaces/default/pods?labelSelector=${selector}`;
	const pods = async (): Promise<readonly KubeObject[]> =>
		((await testbed.api.expect(path)) as {readonly items: readonly KubeObject[]}).items;
	await waitFor(`${names.join(' and ')} to have no pods`, async () => (await pods()).length === 0, 240_000, 500);
}
