import {afterAll, beforeAll, expect, test} from 'vitest';
import {deploy, killedCases, type KilledCase, type Prepared} from './cases.ts';
import {startGround, type Ground, type Place} from './ground.ts';

let ground: Ground;
/** Each case as it goes on side by side with the others: most of its time it waits for a killed process's hold to end. */
const outcomes = new Map<string, Promise<Outcome>>();
const twins = new Map<string, Promise<unknown>>();

interface Outcome {
	/** What the second process came to. */
	readonly code: number | null;
	readonly stderr: string;
	readonly state: unknown;
	/** The state of an app on which nobody was killed. */
	readonly undisturbed: unknown;
}

beforeAll(async () => {
	ground = await startGround();
	for (const each of killedCases) {
		const outcome = killAndGoOn(each);
		outcome.catch(() => undefined);
		outcomes.set(each.name, outcome);
	}
});
afterAll(async () => {
	await Promise.allSettled(outcomes.values());
	await ground?.stop();
});

test.each(killedCases)(
	'kill -9 in $name: the next one ends right',
	async ({name}) => {
		const {code, stderr, state, undisturbed} = (await outcomes.get(name)) ?? {};
		expect({code, stderr, state}).toEqual({code: 0, stderr, state: undisturbed});
	},
	300_000,
);

async function killAndGoOn(each: KilledCase): Promise<Outcome> {
	const {app, place, prepared, killed, moment, isHeld, next = killed} = each;
	const {undisturbed = {prepared, verb: next}} = each;
	const twin = twinOf(place, undisturbed.prepared, undisturbed.verb);
	await prepare(place, app, prepared);
	if (isHeld) ground.kserve.hold(`${app}-0`);
	await ground.killAt(place, moment(app), killed(app));
	ground.kserve.release(`${app}-0`);
	const {code, stderr} = await ground.iter8(place, ...next(app));
	return {code, stderr, state: await ground.stateOf(place, app), undisturbed: await twin};
}

/** The state that a verb leads to when nobody is killed; found out once for each. */
async function twinOf(place: Place, prepared: Prepared, verb: (app: string) => readonly string[]): Promise<unknown> {
	const key = [place, prepared, ...verb('APP')].join(' ');
	const known = twins.get(key);
	if (known) return known;
	const app = `twin${twins.size}x`;
	const state = prepare(place, app, prepared).then(async () => {
		await ground.expectIter8(place, ...verb(app));
		return ground.stateOf(place, app);
	});
	twins.set(key, state);
	return state;
}

async function prepare(place: Place, app: string, prepared: Prepared): Promise<void> {
	const {createPrimary, expectIter8, iter8, kserve} = ground;
	await createPrimary(place, app);
	await expectIter8(place, 'init', app, ...(prepared === 'split' ? ['--strategy', 'blue-green'] : []));
	if (prepared === 'primary') return;
	await expectIter8(place, ...deploy(app));
	if (prepared === 'half promoted') {
		kserve.hold(`${app}-0`);
		const {code, stderr} = await iter8(place, 'promote', app, '--skip-test', '--yes', '--timeout', '1s');
		kserve.release(`${app}-0`);
		if (code !== 1) throw new Error(`the promotion was not stopped: ${stderr}`);
	}

	if (prepared === 'promoted') await expectIter8(place, 'promote', app, '--skip-test', '--yes');
}
