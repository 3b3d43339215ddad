import {beforeAll, expect, test} from 'vitest';
import type {Compared} from '../../../../source/actions/compare/compare.ts';
import {Comparison} from '../../../../source/analysis/comparison/comparison.ts';
import type {CompareOptions, Session} from '../../../../source/tui/session.ts';
import {answer, failed, labels, pair, settings} from '../../../analysis/comparison/pairs.ts';
import {applyRoutes} from '../../../helpers/apply-routes.ts';
import {fixtures} from '../../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../../helpers/memory-cluster.ts';
import {
	down,
	enter,
	escape,
	expectScreens,
	left,
	openDialog,
	right,
	tab,
	type DialogTerminal,
} from '../open-dialog.tsx';

const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));

beforeAll(() => applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]));

/** Two versions that answer when the test wants them to; with a signal that aborts the comparison ends with what there is. */
function heldVersions(names: readonly [string, string] = ['wisdom-0', 'wisdom-1']) {
	let given: CompareOptions | undefined;
	let comparison: Comparison | undefined;
	const {promise, resolve, reject} = Promise.withResolvers<Compared>();
	const asked = names.map(version => ({version, way: 'match', headers: {}, host: 'wisdom.models'}) as const);
	const end = (): void => {
		const result = comparison?.result({elapsedMs: 9000, metadata: []});
		if (result && asked[0] && asked[1]) resolve({asked: [asked[0], asked[1]], result});
	};
	const compare: Session['compare'] = (_, options) => {
		given = options;
		comparison = new Comparison({margin: options.margin, alpha: 0.05, looks: options.looks}, settings);
		options.signal.addEventListener('abort', end);
		return promise;
	};
	return {
		compare,
		options: () => given,
		/** So many more digits, of which the candidate knows no threes. */
		tell(from: number, to: number, sides: (index: number) => Parameters<typeof pair>[1] = digit) {
			for (let index = from; index < to; index++) {
				comparison?.add(pair(index, sides(index)));
				const soFar = () => comparison?.soFar() ?? expect.unreachable();
				given?.onPair(index + 1, given.requests ?? 300, soFar);
			}
		},
		end,
		fail: reject,
	};
}

function digit(index: number): Parameters<typeof pair>[1] {
	const right = index % 10;
	const latencyMs = 8 + (index % 7);
	return {
		label: String(right),
		primary: answer(labels(right), latencyMs),
		candidate: index % 100 === 50 ? failed() : answer(labels(right === 3 ? 8 : right), latencyMs + 1),
	};
}

async function begin(compare: Session['compare'], ...keys: readonly string[]): Promise<DialogTerminal> {
	const terminal = await openDialog('compare', cluster, {session: {compare}});
	await terminal.until('May be worse by');
	terminal.keys('digits.jsonl', ...keys, enter);
	await terminal.until('Go ahead');
	return terminal;
}

test('the form asks for requests, how many, when to look, and the margin, and says what is wrong', async () => {
	const terminal = await openDialog('compare', cluster);
	await terminal.until('May be worse by');
	terminal.keys(tab, 'many', tab, tab, '\u0015', 'all', enter);
	await terminal.until('name a file');
	await expectScreens(terminal, 'comparison-form');
});

test('a comparison shows what it found while it runs, then the verdict, and each disagreement on a page', async () => {
	const versions = heldVersions();
	const terminal = await begin(versions.compare);
	await expectScreens(terminal, 'comparison-plan');
	terminal.keys(right, enter);
	await terminal.until('send the requests');
	versions.tell(0, 120);
	await terminal.until('120 of 300');
	await expectScreens(terminal, 'comparison-running');
	versions.tell(120, 300);
	versions.end();
	await terminal.until('done in');
	await expectScreens(terminal, 'comparison-done');
	expect(versions.options()).toMatchObject({
		version: 'wisdom-1',
		filename: 'digits.jsonl',
		requests: undefined,
		margin: 0.01,
		looks: 'once',
	});
	terminal.keys('n', right);
	await terminal.until('Disagreement 2 of 20');
	await expectScreens(terminal, 'comparison-disagreement');
	terminal.keys('p', left, left);
	await terminal.until('wisdom-1 is worse than wisdom-0');
	expect(terminal.runs().list[0]).toMatchObject({
		status: 'done',
		command: 'kubectl iter8 compare wisdom wisdom-1 --filename digits.jsonl -n models',
	});
});

test('the number of requests, another margin and looking after each pair are what the verb is told', async () => {
	const versions = heldVersions();
	const terminal = await begin(versions.compare, down, '700', down, right, down, '\u0015', '2%');
	terminal.keys(right, enter);
	await terminal.until('until there is a verdict');
	expect(versions.options()).toMatchObject({requests: 700, margin: 0.02, looks: 'always'});
	expect(terminal.runs().list[0]?.command).toBe(
		'kubectl iter8 compare wisdom wisdom-1 --filename digits.jsonl --requests 700 --margin 2% --sequential -n models',
	);
});

test('what was found by then stays when a comparison is stopped', async () => {
	const versions = heldVersions();
	const terminal = await begin(versions.compare);
	terminal.keys(right, enter);
	await terminal.until('send the requests');
	versions.tell(0, 20);
	await terminal.until('20 of 300');
	terminal.keys('X');
	await terminal.until('stopped after');
	await terminal.until('not enough data: wisdom-1 cannot be judged yet');
	expect(terminal.runs().list[0]).toMatchObject({status: 'stopped', comparison: {kind: 'ended'}});
});

test('why versions cannot be compared is shown whole', async () => {
	const versions = heldVersions();
	const terminal = await begin(versions.compare);
	terminal.keys(right, enter);
	await terminal.until('send the requests');
	versions.fail(new Error('digits.jsonl:3: this is no JSON: leave it out with --skip-bad, or write it as JSON'));
	await terminal.until('failed after');
	expect(terminal.screen()).toContain('digits.jsonl:3: this is no JSON');
});

test('a comparison that ended is shown again until something else is done, and r compares anew', async () => {
	const versions = heldVersions();
	const job = {
		app: {namespace: 'models', name: 'wisdom'},
		title: 'compare wisdom-1 with wisdom-0',
		command: 'kubectl iter8 compare wisdom',
		titles: [],
		stopping: new AbortController(),
	};
	const first = await begin(versions.compare);
	first.keys(right, enter);
	await first.until('send the requests');
	versions.tell(0, 20);
	versions.end();
	await first.until('done in');
	const ended = first.runs().list[0]?.comparison ?? expect.unreachable();
	const again = await openDialog('compare', cluster, {
		prepare: runs =>
			void runs.start({...job, action: 'compare', work: async ({onComparison}) => onComparison(() => ended)}),
	});
	await again.until('wisdom-1 cannot be judged yet');
	again.keys('r');
	await again.until('May be worse by');
	again.keys(escape);
	const other = await openDialog('compare', cluster, {
		prepare(runs) {
			runs.start({...job, action: 'compare', work: async ({onComparison}) => onComparison(() => ended)});
			runs.start({...job, action: 'promote', work: async () => undefined});
		},
	});
	await other.until('May be worse by');
});

test('long names and hostile answers stay in their columns, escaped', async () => {
	const long = 'sentiment-analysis-of-all-our-customers';
	const versions = heldVersions([`${long}-0`, `${long}-1`]);
	const terminal = await begin(versions.compare);
	terminal.keys(right, enter);
	await terminal.until('send the requests');
	const hostile = (text: string) =>
		answer({name: `out\u001B[2J${'o'.repeat(40)}`, datatype: 'BYTES', shape: [1], data: [text]});
	versions.tell(0, 30, index => ({
		primary: hostile(`\u001B]0;owned\u0007 ${'日本語 '.repeat(60)}`),
		candidate: index === 4 ? failed('\u001B[31mno\r\nforged line') : hostile(`\u202Eevil ${index}`),
	}));
	await terminal.until('30 of 300');
	await expectScreens(terminal, 'comparison-hostile-running');
	versions.end();
	await terminal.until('done in');
	await expectScreens(terminal, 'comparison-hostile-done');
	terminal.keys('n');
	await terminal.until('Disagreement 1 of 20');
	await expectScreens(terminal, 'comparison-hostile-disagreement');
});
