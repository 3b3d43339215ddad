import {inferenceServices} from '../../objects/resource.ts';
import type {Webhook} from '../api/admission.ts';
import type {SandboxMode} from './mode.ts';
import {unsupported} from './unsupported.ts';

/** KServe's validating webhook, as far as the sandbox has one: it denies what the sandbox does not play. */
export function kserveWebhook(mode: SandboxMode): Webhook {
	return {
		name: 'inferenceservice.kserve-webhook-server.validator',
		denial: ({group, plural}, object) =>
			group === inferenceServices.group && plural === inferenceServices.plural ? unsupported(object, mode) : undefined,
	};
}
