import type {Command} from '../options/options.ts';
import type {VerbName, verbs} from '../options/verbs.ts';

type Loaders = {readonly [Name in VerbName]?: () => Promise<Command<(typeof verbs)[Name]['flags']>>};

/** Where each verb's code is. Loaded one at a time, so that a verb starts without the code of the others. */
export const commands: Loaders = {
	init: () => import('./init.ts'),
	deploy: () => import('./deploy.ts'),
	'send-test': () => import('./send-test.ts'),
	weights: () => import('./weights.ts'),
	promote: () => import('./promote.ts'),
	status: () => import('./status.ts'),
	explain: () => import('./explain.ts'),
	check: () => import('./check.ts'),
	abort: () => import('./abort.ts'),
	cleanup: () => import('./cleanup.ts'),
	watch: () => import('./watch.ts'),
	tui: () => import('./tui.ts'),
	render: () => import('./render.ts'),
	sandbox: () => import('./sandbox.ts'),
	version: () => import('./version.ts'),
	options: () => import('./options.ts'),
	help: () => import('./help.ts'),
	__complete: () => import('./complete.ts'),
};
