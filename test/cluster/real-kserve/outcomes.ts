import type {Mode} from './inference-service.ts';

const served = 'Ready True, UpToDate Loaded→Loaded';
const stopped = 'Ready False, - -→-';
const neverLoaded = 'Ready False, BlockedByFailedLoad -→FailedToLoad';

const rollout = [
	`create: ${served}; digits-lr`,
	`update: ${served}; digits-rf`,
	`stop: ${stopped}; -`,
	`resume: ${served}; digits-rf`,
	'delete: gone; -',
];

const pair = [`transformer-create: ${served}; digits-lr`, `transformer-update: ${served}; digits-rf`];
const pairDeleted = 'transformer-delete: gone; -';

/** How each step of each story ends: Ready, the states of the model that serves and of the one that is wanted, and who answers. */
export const outcomes: Readonly<Record<Mode, Readonly<Record<string, readonly string[]>>>> = {
	Knative: {
		rollout,
		pair: [
			...pair,
			// the new transformer does not serve, and never will: of that Ready says nothing
			`transformer-nopull: ${served}; digits-rf`,
			`transformer-nopull-reverted: ${served}; digits-rf`,
			pairDeleted,
		],
		failures: [
			`create-noload: ${neverLoaded}; 404`,
			`create-noload-mended: ${served}; digits-lr`,
			'update-noload: Ready False, BlockedByFailedLoad Loaded→FailedToLoad; digits-lr',
			`update-noload-mended: ${served}; digits-rf`,
			'update-nopull: Ready False, InProgress Loaded→Pending; digits-rf',
			`update-nopull-reverted: ${served}; digits-rf`,
			'failures-delete: gone; -',
		],
		canary: [
			`canary-before: ${served}; digits-lr`,
			`canary-20: ${served}; -`,
			`canary-50: ${served}; -`,
			`canary-100: ${served}; digits-rf`,
			`canary-removed: ${served}; digits-rf`,
			'canary-delete: gone; -',
		],
		idle: [
			`idle-create: ${served}; digits-lr`,
			`scale-to-zero: ${served}; -`,
			'touched-at-zero: Ready True, InProgress Loaded→Pending; -',
			`from-zero: ${served}; digits-lr`,
			'idle-delete: gone; -',
		],
	},
	Standard: {
		rollout,
		pair: [...pair, pairDeleted],
		failures: [
			`create-noload: ${neverLoaded}; 503`,
			`create-noload-mended: ${served}; digits-lr`,
			'update-noload: Ready True, BlockedByFailedLoad Loaded→FailedToLoad; digits-lr',
			`update-noload-mended: ${served}; digits-rf`,
			// nothing tells that the newest model does not serve, and never will
			`update-nopull: ${served}; digits-rf`,
			`update-nopull-reverted: ${served}; digits-rf`,
			'failures-delete: gone; -',
		],
		variants: [
			`variant-before: ${served}; digits-lr`,
			`variant-added: ${served}; -`,
			`variant-promoted: ${served}; digits-rf`,
			'variant-delete: gone; -',
		],
	},
};
