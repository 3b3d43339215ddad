import {afterAll, beforeAll, expect, test} from 'vitest';
import type {KubeObject} from '../../../../source/objects/object.ts';
import {parseRecord} from '../../../../source/rollout/record.ts';
import {deploy} from './cases.ts';
import {startGround, type Ground} from './ground.ts';

let ground: Ground;
beforeAll(async () => {
	ground = await startGround();
	for (const user of ['ada', 'bea']) {
		await ground.testbed.kubectl([
			'create',
			'clusterrolebinding',
			user,
			'--clusterrole=cluster-admin',
			`--user=${user}`,
		]);
	}
});
afterAll(async () => ground?.stop());

async function candidateOf(app: string, ...init: readonly string[]): Promise<void> {
	await ground.createPrimary('led', app);
	await ground.expectIter8('led', 'init', app, ...init);
	await ground.expectIter8('led', ...deploy(app));
	ground.kserve.hold(`${app}-0`);
}

test('of two promotes of an app at the same moment one wins, and the other ends with a line that names the first', async () => {
	await candidateOf('alder');
	const promote = async (user: string) => {
		const run = await ground.iter8('led', 'promote', 'alder', '--skip-test', '--yes', '--as', user);
		// as long as the first is at it, its model does not load
		ground.kserve.release('alder-0');
		return {user, ...run};
	};
	const runs = await Promise.all(['ada', 'bea'].map(promote));
	const [winner, loser] = runs.toSorted((a, b) => Number(a.code) - Number(b.code));
	expect(winner?.code).toBe(0);
	const line = `error: ${winner?.user} is at it since TIME ("promote alder-1 of alder", step N of 3): wait until that has ended\n`;
	const stderr = `Warning: alder-1 was never tested since its spec last changed\n${line}`;
	expect({...loser, stderr: timeless(loser?.stderr)}).toEqual({user: loser?.user, code: 1, stdout: '', stderr});
	expect(loser?.user).not.toBe(winner?.user);
}, 180_000);

/** What is said without what differs from run to run: when it began, and how far it is. */
function timeless(text = ''): string {
	return text.replace(/since \S+Z/, 'since TIME').replace(/step \d of (\d): [^)]*\)/, 'step N of $1)');
}

/** The record says that the primary has its new spec and is waited for. */
function isServingAwaited(object: KubeObject): boolean {
	const record = parseRecord(object);
	return record?.phase === 'running' && record.steps[record.step]?.type === 'wait-serving';
}

test('weights that are set while a promote waits are refused with a line that names who is at it', async () => {
	await candidateOf('birch', '--strategy', 'blue-green');
	const promotion = ground.iter8('led', 'promote', 'birch', '--skip-test', '--yes', '--as', 'ada');
	await ground.seen('/api/v1/namespaces/led/configmaps', isServingAwaited);
	const weights = await ground.iter8('led', 'weights', 'birch', '70', '30', '--as', 'bea');
	ground.kserve.release('birch-0');
	const line = 'error: ada is at it since TIME ("promote birch-1 of birch", step N of 4): wait until that has ended\n';
	expect({...weights, stderr: timeless(weights.stderr)}).toEqual({code: 1, stdout: '', stderr: line});
	expect((await promotion).code).toBe(0);
}, 180_000);
