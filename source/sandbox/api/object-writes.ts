import {randomInt} from 'node:crypto';
import type {KubeObject} from '../../objects/object.ts';
import type {Call} from './call.ts';
import {patchOf} from './patches.ts';
import {badRequest, invalid, required, versionRequired} from './status-error.ts';
import type {Store} from './store.ts';
import type {Target} from './target.ts';
import {appliedObject, objectIn, patchedObject, type FieldValidation} from './typed-object.ts';
import {refusePatchOptions, writeOf} from './write-options.ts';
import type {Writes} from './writes.ts';

/** What a write has stored. */
export interface Written {
	readonly object: KubeObject;
	readonly isNew: boolean;
}

export function createObject(writes: Writes, target: Target, call: Call): Written {
	const {kind, version} = target;
	const write = writeOf(call.request, target, call.query, 'CreateOptions');
	const object = placed(named(objectIn(call.body, call.mediaType, kind, version, validationOf(call)), target), target);
	return {object: writes.create(kind, object, write), isNew: true};
}

export function replaceObject(store: Store, writes: Writes, target: Target, call: Call): Written {
	const {kind, version, name = ''} = target;
	const write = writeOf(call.request, target, call.query, 'UpdateOptions');
	const object = placed(objectIn(call.body, call.mediaType, kind, version, validationOf(call)), target);
	refuseOtherName(object, name);
	const {resourceVersion = '', namespace} = object.metadata;
	const exists = store.find(kind, namespace, name) !== undefined;
	if (!exists && kind.createsOnUpdate) return {object: writes.create(kind, object, write), isNew: true};
	if (exists && kind.needsVersion && resourceVersion === '') throw versionRequired(kind, name);
	return {object: writes.replace(kind, object, write), isNew: false};
}

export function patchObject(store: Store, writes: Writes, target: Target, call: Call): Written {
	const {kind, version, namespace, name = ''} = target;
	const patch = patchOf(call.body, call.mediaType, target);
	refusePatchOptions(call.query, patch.type === 'apply');
	const write = writeOf(call.request, target, call.query, 'PatchOptions');
	if (patch.type === 'apply') {
		const config = placed(appliedObject(kind, version, patch.config), target);
		const object = {...config, metadata: {...config.metadata, name: config.metadata.name || name}};
		refuseOtherName(object, name);
		const isNew = store.find(kind, namespace, name) === undefined;
		const force = call.query.get('force') === 'true';
		return {object: writes.apply(kind, object, {...write, force}), isNew};
	}

	const changed = (live: KubeObject): KubeObject => {
		const wanted = patchedObject(kind, version, patch.patched(live), validationOf(call));
		refuseOtherName(wanted, name);
		return placed(wanted, target);
	};
	return {object: writes.patch(kind, namespace, name, changed, write), isNew: false};
}

/** A new object with a name; one with `generateName` gets five random characters (apiserver, `storage/names`). */
function named(object: KubeObject, {kind}: Target): KubeObject {
	const {name, generateName} = object.metadata as KubeObject['metadata'] & {readonly generateName?: string};
	if (name !== '') return object;
	if (!generateName) throw invalid(kind, '', [required('metadata.name', 'name or generateName is required')]);
	const letters = 'bcdfghjklmnpqrstvwxz2456789';
	const suffix = Array.from({length: 5}, () => letters[randomInt(letters.length)]).join('');
	return {...object, metadata: {...object.metadata, name: generateName.slice(0, 58) + suffix}};
}

/** An object in the namespace of the request. */
function placed(object: KubeObject, {kind, namespace}: Target): KubeObject {
	const {namespace: own = '', ...metadata} = object.metadata;
	if (!kind.namespaced) return {...object, metadata};
	if (own !== '' && own !== namespace) {
		throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
	}

	return {...object, metadata: {...metadata, ...(namespace === undefined ? {} : {namespace})}};
}

function refuseOtherName({metadata}: KubeObject, name: string): void {
	const own = metadata.name;
	if (own === '') {
		throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
	}

	if (own !== name) throw badRequest(`the name of the object (${own}) does not match the name on the URL (${name})`);
}

function validationOf({query, warnings}: Call): FieldValidation {
	const wish = query.get('fieldValidation');
	return {isStrict: wish === 'Strict', warn: text => wish === 'Ignore' || warnings.push(text)};
}
