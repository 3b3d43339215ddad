import {deploymentMode} from '../../kserve/deployment-mode.ts';
import {getIfAllowed} from '../../objects/get-if-allowed.ts';
import type {KubeObject} from '../../objects/object.ts';
import {configMaps, inferenceServices, services, type Resource} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import {keepReason} from '../../ownership/routing-object.ts';
import {takenNameFault} from '../../ownership/take-over.ts';
import {changeFault, namesObject, type Claim} from '../../ownership/version-object.ts';
import {contains} from '../../routemap/assess/route-difference.ts';
import type {ActionContext} from '../../runner/action-context.ts';

/** Throws when KServe serves an InferenceService of the app's name: service, route and host of that name are its own. */
export async function refuseTakenName(context: ActionContext, app: string, versions: readonly string[]): Promise<void> {
	const {object} = await getIfAllowed(context, inferenceServices, context.namespace, app);
	// ModelMesh has one Service for all of its models.
	if (!object || deploymentMode(object) === 'ModelMesh') return;
	throw new Error(takenNameFault(object, versions));
}

/**
 * Throws when something else has the name of an object that init would make, though it might look the same. An object without an
 * owner that says what is wanted is adopted, as Helm may have made it.
 */
export function refuseForeignObject(
	resource: Resource,
	wanted: KubeObject,
	live: KubeObject,
	{claim, routemap}: {readonly claim: Claim; readonly routemap: KubeObject},
): void {
	const words = objectWords(live);
	const [owner] = (live.metadata.ownerReferences ?? []).filter(({uid}) => uid !== routemap.metadata.uid);
	if (owner) {
		throw new Error(`${words} belongs to ${owner.kind} ${owner.name}: choose another app name, or other --versions`);
	}

	const other = claim.others.find(each => namesObject(each, live, claim.types));
	if (other) {
		throw new Error(`${words} is a part of ${objectWords(other)}: choose another app name, or other --versions`);
	}

	if (resource.plural === services.plural) return; // compared by what it leads to
	if (resource.plural === configMaps.plural) {
		const reason = keepReason(live, routemap);
		if (reason !== undefined) throw new Error(`${words} ${reason}: choose other --versions, or remove it`);
		return;
	}

	const isVersion = namesObject(routemap, live, claim.types);
	const fault = isVersion ? changeFault(live, claim) : undefined;
	if (fault !== undefined) throw new Error(fault);
	if (!isVersion && !contains(live['spec'], wanted['spec'])) {
		throw new Error(
			`${words} exists and is another than the one that is needed: choose another app name, or remove it`,
		);
	}
}
