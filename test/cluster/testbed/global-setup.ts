import {build} from './build.ts';

/** Called by vitest before all cluster tests. */
export async function setup(): Promise<void> {
	await build();
}
