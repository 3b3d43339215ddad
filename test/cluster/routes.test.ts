import {afterAll, beforeAll, expect, test} from 'vitest';
import {forEachAtOnce, type Request} from './routes/ask.ts';
import {expectedOf} from './routes/expected.ts';
import {explainer, missOf, type Explain, type Miss} from './routes/land.ts';
import {isWhole, requestsTo} from './routes/requests.ts';
import {canMirror, setups, versionNames, type AppCase, type Setup} from './routes/setups.ts';
import {bounds, draw, isWithin, sample} from './routes/split.ts';
import {startStand, type Stand} from './routes/stand.ts';
import {httpGet} from './testbed/http-get.ts';
import {waitFor} from './testbed/wait.ts';

let stand: Stand;
let explained: Explain;
const figures: string[] = [];
/** Which model name it is that versions share makes no difference to a split. */
const splitSetups = setups.filter(({shared}) => shared !== 'app');

beforeAll(async () => {
	stand = await startStand(setups);
	explained = await explainer(stand);
});

afterAll(async () => {
	await stand?.stop();
	console.log(figures.join('\n'));
});

test.each(setups)('$title: every request lands where it must, and where `explain` says', async setup => {
	const misses: Miss[] = [];
	let sent = 0;
	for (const appCase of casesOf(setup)) {
		await forEachAtOnce(requestsTo(appCase).entries(), async ([index, request]) => {
			sent++;
			const miss = await missOf(stand, explained, appCase, request, idOf(appCase, index));
			if (miss) misses.push(miss);
		});
	}

	figures.push(`${setup.namespace}: ${sent} requests, ${misses.length} astray`);
	// all would be too many to read
	expect({astray: misses.length, first: misses.slice(0, 5)}).toEqual({astray: 0, first: []});
	expect(sent).toBeGreaterThan(isWhole ? 3000 : 1000);
});

test.each(splitSetups)(
	'$title: a split follows the weights, also with a version missing in the middle',
	async setup => {
		for (const appCase of casesOf(setup).filter(({weights}) => weights[0] === 60)) {
			const {weights} = appCase;
			const total = weights.reduce((sum, weight) => sum + weight, 0);
			const shares = weights.map(weight => weight / total);
			const {outcomes} = explained(appCase, infer(appCase));
			const said = versionNames.map(name => outcomes.find(({version}) => version === name)?.probability ?? 0);
			expect(said.map(share => share.toFixed(12))).toEqual(shares.map(share => share.toFixed(12)));
			await expectSplit(shares, `${setup.namespace} split ${weights.join('/')}`, async tally => {
				const {answers, others} = await draw(stand, appCase, tally);
				expect(others).toEqual([]);
				return answers;
			});
		}
	},
);

test.each(splitSetups.filter(canMirror))(
	'$title: a percentage is copied, and the primary alone answers',
	async setup => {
		const [appCase] = casesOf(setup).filter(hasPercentage);
		if (!appCase) throw new Error('no case has a percentage');
		const addresses = versionNames.map(version => stand.addressOf(setup, version));
		const {outcomes} = explained(appCase, infer(appCase));
		const mirrors = outcomes.flatMap(({passes}) => passes.at(-1)?.mirrors ?? []);
		expect(outcomes.map(({version}) => version)).toEqual(['wisdom-0']);
		expect(mirrors.map(({version, percent}) => [version, percent])).toEqual([
			['wisdom-1', 40],
			['wisdom-2', 100],
		]);
		await expectSplit([1, 0.4, 1], `${setup.namespace} mirror 40 % and 100 %`, async tally => {
			const {answers, others} = await draw(stand, appCase, tally);
			expect({answers, others}).toEqual({answers: [sample, 0, 0], others: []});
			await waitFor('the last copy', async () => {
				const {body} = await httpGet(stand.testbed.envoyAdmin, '/clusters');
				const active = addresses.map(address => `::${address}:${stand.echo.port}::rq_active::0\n`);
				return active.every(line => body.includes(line));
			});
			return addresses.map(address => stand.echo.tally(tally).get(address) ?? 0);
		});
	},
);

// at last, when copies that should not be would long have come
test.each(setups)('$title: copies reach the candidates of a mirror, and nobody else', async setup => {
	let copies = 0;
	for (const appCase of casesOf(setup).filter(each => !hasPercentage(each))) {
		for (const [index, request] of requestsTo(appCase).entries()) {
			const id = idOf(appCase, index);
			const {copies: candidates, path} = expectedOf(appCase, request);
			const [, ...copied] = stand.echo.seen(id).toSorted((one, other) => order(setup, one.at) - order(setup, other.at));
			const {method, host} = request;
			expect(
				copied.map(copy => ({at: copy.at, method: copy.method, host: copy.host, path: copy.path})),
				id,
			).toEqual(candidates.map(version => ({at: stand.addressOf(setup, version), method, host, path: path(version)})));
			copies += copied.length;
		}
	}

	figures.push(`${setup.namespace}: ${copies} copies of requests`);
	expect(copies > 0).toBe(canMirror(setup));
});

function casesOf(setup: Setup): readonly AppCase[] {
	return stand.cases.filter(each => each.setup === setup);
}

/** A copy goes to a later version than the request itself. */
function order(setup: Setup, address: string): number {
	return versionNames.findIndex(version => stand.addressOf(setup, version) === address);
}

function hasPercentage({app, weights}: AppCase): boolean {
	return app.strategy === 'mirror' && weights.includes(40);
}

function infer({app}: AppCase): Request {
	return {method: 'POST', host: `${app.name}.${app.namespace}`, path: '/', headers: {}};
}

function idOf({app}: AppCase, index: number): string {
	return `${app.namespace}/${app.name}/${index}`;
}

/**
 * Counts must be within the 99.9 % bounds of their shares. One honest sample in a thousand is not, and there are dozens: such a
 * one is drawn anew, once.
 */
async function expectSplit(
	shares: readonly number[],
	title: string,
	count: (tally: string) => Promise<readonly number[]>,
): Promise<void> {
	const wanted = shares.map(bounds);
	for (const attempt of ['first', 'second'] as const) {
		const counts = await count(`${title}, ${attempt}`);
		figures.push(
			`${title}: ${counts.join('/')}, may be ${wanted.map(([least, most]) => `${least}-${most}`).join('/')}`,
		);
		const isFine = counts.every((each, index) => isWithin(each, wanted[index]));
		if (isFine) return;
		if (attempt === 'second') expect(counts, title).toEqual(wanted);
	}
}
