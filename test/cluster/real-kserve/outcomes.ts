import type {Mode} from './inference-service.ts';

const served = 'Ready True, UpToDate Loaded→Loaded';
const stopped = 'Ready False, - -→-';

/** How each step of each story ends: Ready, the states of the model that serves and of the one that is wanted, and who answers. */
export const outcomes: Readonly<Record<Mode, Readonly<Record<string, readonly string[]>>>> = {
	Knative: {
		rollout: [
			`create: ${served}; digits-lr`,
			`update: ${served}; digits-rf`,
			`stop: ${stopped}; -`,
			`resume: ${served}; digits-rf`,
			'delete: gone; -',
		],
	},
	Standard: {},
};
