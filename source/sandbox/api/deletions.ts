import {isRecord} from '../../objects/object.ts';
import type {Answer} from './answer.ts';
import {decoded} from './body.ts';
import type {Call} from './call.ts';
import type {Form} from './negotiation.ts';
import {listObjects, objectAnswer, selectorsOf} from './reads.ts';
import {selector} from './selection.ts';
import {badRequest, invalidOptions, invalidValue, notRegistered, unsupported} from './status-error.ts';
import type {Store} from './store.ts';
import type {Target} from './target.ts';
import {isDryRun} from './write-options.ts';
import type {Deletion, Writes} from './writes.ts';

const policies = ['Foreground', 'Background', 'Orphan'] as const;

/** Deletes one object: answers with it while something holds it, and for some kinds always, else with a Status. */
export function deleteObject(store: Store, writes: Writes, target: Target, call: Call, form: Form): Answer {
	const {kind, namespace, name = ''} = target;
	const before = store.find(kind, namespace, name);
	const {object, isGone} = writes.delete(kind, namespace, name, deletionOf(call));
	if (!isGone) return objectAnswer(store, target, object, call.query, form);
	if (before && kind.returnsDeleted) {
		const last = kind.returnsDeleted === 'marked' ? object : before;
		const metadata = {...last.metadata, resourceVersion: String(store.version)};
		return objectAnswer(store, target, {...last, metadata}, call.query, form);
	}

	const {uid} = object.metadata;
	const details = {name, ...(kind.group === '' ? {} : {group: kind.group}), kind: kind.plural, uid};
	return {code: 200, value: {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details}};
}

/** Deletes what the selectors choose, and answers with the list of it. */
export function deleteCollection(store: Store, writes: Writes, target: Target, call: Call, form: Form): Answer {
	const {kind, namespace} = target;
	const deletion = deletionOf(call);
	const answer = listObjects(store, target, call.query, form);
	for (const {metadata} of store.all(kind).filter(selector(kind, namespace, selectorsOf(call.query)))) {
		// the deletion of one may have taken another along
		if (store.find(kind, metadata.namespace, metadata.name)) {
			writes.delete(kind, metadata.namespace, metadata.name, deletion);
		}
	}

	return answer;
}

/** The options of a deletion: in its body, or else in the query. */
function deletionOf({body, mediaType, query}: Call): Deletion {
	const given = body.length === 0 ? {} : decoded(body, mediaType, badRequest);
	const {kind = 'DeleteOptions', apiVersion = 'v1'} = given;
	if (kind !== 'DeleteOptions') throw badRequest(notRegistered(String(kind), String(apiVersion)));
	const policy = given['propagationPolicy'] ?? query.get('propagationPolicy') ?? undefined;
	const propagationPolicy = policies.find(known => known === policy);
	if (policy !== undefined && !propagationPolicy) {
		throw invalidOptions('DeleteOptions', [unsupported('propagationPolicy', policy, [...policies, 'nil'])]);
	}

	if (policy !== undefined && given['orphanDependents'] !== undefined) {
		const words = 'orphanDependents and deletionPropagation cannot be both set';
		throw invalidOptions('DeleteOptions', [invalidValue('propagationPolicy', policy, words)]);
	}

	const dryRun = Array.isArray(given['dryRun']) ? given['dryRun'].map(String) : query.getAll('dryRun');
	const preconditions = isRecord(given['preconditions']) ? given['preconditions'] : undefined;
	return {propagationPolicy, preconditions, dryRun: isDryRun(dryRun, 'DeleteOptions')};
}
