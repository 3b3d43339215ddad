import {rm} from 'node:fs/promises';
import type {TestProject} from 'vitest/node';
import {buildForTest, type BuiltPlugin} from './built-plugin.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The plugin as it ships, built once for all tests: `inject('plugin')`. */
		readonly plugin: BuiltPlugin;
	}
}

/** Called by vitest before all tests; what it returns, after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
	const plugin = await buildForTest();
	project.provide('plugin', plugin);
	return () => rm(plugin.folder, {recursive: true, force: true});
}
