import type {Reporter, TestCase, TestModule} from 'vitest/node';

/** Prints the ten slowest tests, then `N passed, N failed` as the run's last line, the form that scripts and CI read. */
export class ClosingLine implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		const tests = modules.flatMap(module => [...module.children.allTests()]);
		const passed = tests.filter(test => test.result().state === 'passed').length;
		const broken = modules.filter(module => module.errors().length > 0).length;
		const failed = errors.length + broken + tests.length - passed;
		const lines = ['The ten slowest tests:', ...slowest(tests), `${passed} passed, ${failed} failed`];
		process.on('exit', () => console.log(lines.join('\n')));
	}
}

function slowest(tests: readonly TestCase[]): readonly string[] {
	return tests
		.map(test => ({test, ms: test.diagnostic()?.duration ?? 0}))
		.toSorted((one, other) => other.ms - one.ms)
		.slice(0, 10)
		.map(({test, ms}) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${test.module.relativeModuleId}: ${test.fullName}`);
}
