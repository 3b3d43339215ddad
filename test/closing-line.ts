import type {Reporter, TestModule} from 'vitest/node';

/** Prints `N passed, N failed` as the run's last line, the form that scripts and CI read. */
export class ClosingLine implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		let passed = 0;
		let failed = errors.length;
		for (const module of modules) {
			if (module.errors().length > 0) failed++;
			for (const test of module.children.allTests()) {
				if (test.result().state === 'passed') passed++;
				else failed++;
			}
		}

		process.on('exit', () => console.log(`${passed} passed, ${failed} failed`));
	}
}
