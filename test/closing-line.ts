import {appendFileSync, writeFileSync} from 'node:fs';
import {stripVTControlCharacters} from 'node:util';
import type {Reporter, TestCase, TestModule} from 'vitest/node';

/** The part of vitest's errors that is told. */
interface Failure {
	readonly message: string;
	readonly diff?: string;
	readonly stack?: string;
}

/** What a run has come to. */
export interface Tally {
	readonly passed: number;
	readonly failed: number;
}

/** The last line of a run, in the form that scripts and CI read. */
export function closingLine({passed, failed}: Tally): string {
	return `${passed} passed, ${failed} failed`;
}

/**
 * Prints the ten slowest tests, then the closing line. Where `ITER8_TALLY` names a file the run is one of several: its tally goes
 * into that file, as JSON, and who started them prints one line for all.
 * What failed, and how, also goes to the end of the file that `ITER8_FAILURES` names, for a script that runs several stages and tells of them at its end.
 */
export class ClosingLine implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], errors: readonly Failure[]): void {
		const tests = modules.flatMap(module => [...module.children.allTests()]);
		const passed = tests.filter(test => test.result().state === 'passed').length;
		const broken = modules.filter(module => module.errors().length > 0);
		const failed = errors.length + broken.length + tests.length - passed;
		const tally = process.env['ITER8_TALLY'];
		if (tally !== undefined) writeFileSync(tally, JSON.stringify({passed, failed} satisfies Tally));
		const lines = ['The ten slowest tests:', ...slowest(tests)];
		if (tally === undefined) lines.push(closingLine({passed, failed}));
		const file = process.env['ITER8_FAILURES'];
		if (file !== undefined) appendFileSync(file, failures(tests, broken, errors).join(''));
		process.on('exit', () => console.log(lines.join('\n')));
	}
}

function slowest(tests: readonly TestCase[]): readonly string[] {
	return tests
		.map(test => ({test, ms: test.diagnostic()?.duration ?? 0}))
		.toSorted((one, other) => other.ms - one.ms)
		.slice(0, 10)
		.map(({test, ms}) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${nameOf(test)}`);
}

function failures(
	tests: readonly TestCase[],
	broken: readonly TestModule[],
	errors: readonly Failure[],
): readonly string[] {
	const ofTests = tests
		.filter(test => test.result().state !== 'passed')
		.map(test => told(nameOf(test), test.result().errors ?? []));
	const ofFiles = broken.map(module => told(module.relativeModuleId, module.errors()));
	return [...ofTests, ...ofFiles, ...errors.map(error => told('outside of a test', [error]))];
}

/** Long enough for a difference of screens or the counterexample of a property, and short enough for the end of a log. */
const longestTelling = 4_000;

function told(name: string, errors: readonly Failure[]): string {
	const text = errors.flatMap(({message, diff = '', stack = ''}) => [message, diff, ...ourLinesOf(stack)]).join('\n');
	return `FAILED ${name}\n${stripVTControlCharacters(text).slice(0, longestTelling)}\n`;
}

function ourLinesOf(stack: string): readonly string[] {
	return stack.split('\n').filter(line => /^ +at /.test(line) && !line.includes('node_modules'));
}

function nameOf(test: TestCase): string {
	return `${test.module.relativeModuleId}: ${test.fullName}`;
}
