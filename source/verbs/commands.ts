import type {Command} from '../options/options.ts';
import type {Verbs} from './verbs.ts';

type Loaders = {readonly [Name in keyof Verbs]: () => Promise<Command<Verbs[Name]['flags']>>};

/** Where each verb's code is. Loaded one at a time, so that a verb starts without the code of the others. */
export const commands: Loaders = {
	init: () => import('./init/run.ts'),
	deploy: () => import('./deploy/run.ts'),
	'send-test': () => import('./send-test/run.ts'),
	compare: () => import('./compare/run.ts'),
	weights: () => import('./weights/run.ts'),
	promote: () => import('./promote/run.ts'),
	status: () => import('./status/run.ts'),
	explain: () => import('./explain/run.ts'),
	check: () => import('./check/run.ts'),
	abort: () => import('./abort/run.ts'),
	undo: () => import('./undo/run.ts'),
	history: () => import('./history/run.ts'),
	cleanup: () => import('./cleanup/run.ts'),
	watch: () => import('./watch/run.ts'),
	tui: () => import('./tui/run.ts'),
	render: () => import('./render/run.ts'),
	sandbox: () => import('./sandbox/run.ts'),
	version: () => import('./version/run.ts'),
	options: () => import('./options/run.ts'),
	help: () => import('./help/run.ts'),
	rollback: () => import('./undo/run.ts'),
	__complete: () => import('./complete/run.ts'),
};
