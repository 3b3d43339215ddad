import {afterAll, beforeAll, expect, test} from 'vitest';
import {builtins} from '../../../source/gotemplate/functions.ts';
import {Budget} from '../../../source/gotemplate/limits.ts';
import {executeTemplate, parseTemplate, TemplateError} from '../../../source/gotemplate/template.ts';
import {randomCases} from '../../helpers/random-cases.ts';
import {actions} from './cases/actions.ts';
import {constants} from './cases/constants.ts';
import {control} from './cases/control.ts';
import {functions} from './cases/functions.ts';
import {printf} from './cases/printf.ts';
import {routemaps} from './cases/routemaps.ts';
import {anything, routemap} from './cases/values.ts';
import {generateCase} from './generate.ts';
import {Random} from './random.ts';
import {Reference} from './reference.ts';
import type {Case, Outcome} from './reference.ts';
import {Tally} from './tally.ts';

const seed = Number(process.env['ITER8_SEED'] ?? Date.now() % 2 ** 32);
const generatedCases = randomCases(5000);
const tally = new Tally();
let reference: Reference;

beforeAll(async () => {
	reference = await Reference.start();
}, 180_000);

afterAll(async () => reference.stop());

/** Wide enough for what Go, which has no such limits, does in the cases. */
const limits = {steps: 10_000_000, output: 100_000_000};

function execute({template: text, data}: Case): Outcome {
	try {
		const template = parseTemplate('t', text);
		tally.add(template);
		return {output: executeTemplate(template, data, new Budget(limits))};
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		return {error: comparable(error.message)};
	}
}

/**
 * A message without the values that Go puts into two of its messages, and ours does not. How deep templates may call each other
 * is a bound of our own, far below Go's, and met at another place.
 */
function comparable(message: string): string {
	if (/(nests deeper than 500 levels|exceeded maximum template depth \(100000\))$/.test(message)) return 'too deep';
	return message.replace(/(non-(?:comparable|function)).*$/s, '$1');
}

interface Difference {
	readonly template: string;
	readonly ours: Outcome;
	readonly theirs: Outcome;
}

async function compare(cases: readonly Case[]): Promise<{differences: readonly Difference[]; failures: number}> {
	const outcomes = await reference.execute(cases);
	const differences: Difference[] = [];
	let failures = 0;
	cases.forEach((each, index) => {
		const outcome = outcomes[index] ?? {error: 'no answer'};
		const theirs = 'error' in outcome ? {error: comparable(outcome.error)} : outcome;
		const ours = execute(each);
		if ('error' in theirs) failures++;
		if (JSON.stringify(ours) !== JSON.stringify(theirs)) differences.push({template: each.template, ours, theirs});
	});
	return {differences, failures};
}

test('hand-made templates come out as from Go, error messages and their positions included', async () => {
	const texts = [actions, control, functions, constants, printf].flat();
	const cases = [
		...texts.map(template => ({template, data: anything})),
		...routemaps.map(template => ({template, data: routemap})),
	];
	const {differences, failures} = await compare(cases);
	console.log(`${cases.length} hand-made cases, ${failures} of them errors`);
	expect(differences).toEqual([]);
	expect(cases.length).toBeGreaterThanOrEqual(600);
}, 60_000);

test('generated templates come out as from Go', async () => {
	console.log(`seed ${seed} (repeat with ITER8_SEED=${seed})`);
	const random = new Random(seed);
	let failures = 0;
	for (let done = 0; done < generatedCases; done += 500) {
		const result = await compare(Array.from({length: 500}, () => generateCase(random)));
		// each template found goes into cases/, so that it is tried for ever
		expect(result.differences.slice(0, 3), `repeat with ITER8_SEED=${seed}`).toEqual([]);
		failures += result.failures;
	}

	console.log(`${generatedCases} generated cases, ${failures} of them errors`);
	expect(failures).toBeLessThanOrEqual(generatedCases * 0.2);
}, 300_000);

test('every construct, function and verb of the language was among them', () => {
	console.log(tally.counts);
	const expected = [
		'action assignment block break chain comment continue declaration define dot else field if nil parentheses pipe',
		'range template text variable with',
		...builtins.keys(),
	].flatMap(names => names.split(' '));
	const phrases = ['else if', 'else with', 'raw string', 'trim left', 'trim right'];
	const counted = [0, 1, 2].map(count => `range with ${count} variables`);
	const types = ['boolean', 'number', 'object', 'string'].map(type => `constant ${type}`);
	const verbs = Array.from('vTtdbocqxXOUsfFeEgG', verb => `%${verb}`);
	const all = [...expected, ...phrases, ...counted, ...types, ...verbs];
	expect(all.filter(name => !(name in tally.counts))).toEqual([]);
});
