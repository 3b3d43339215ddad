import type {Moment, Passing} from './door.ts';

/** A write of an object that is stored, as a dry run is not. */
function writesTo(end: string, ...methods: readonly string[]): (passing: Passing) => boolean {
	return ({method, path, query}) => methods.includes(method) && path.endsWith(end) && !query.has('dryRun');
}

/** The record says that the rollout is under way, and who wrote it does not know. */
export function afterRecord(app: string): Moment {
	return {when: 'after', is: writesTo(`/${app}-rollout`, 'PUT')};
}

/** The history has the old spec, and the primary still has it too. */
export function beforeReplace(app: string): Moment {
	return {when: 'before', is: writesTo(`/${app}-0`, 'PUT')};
}

/** The primary has its new spec, and who gave it does not know. */
export function afterReplace(app: string): Moment {
	return {when: 'after', is: writesTo(`/${app}-0`, 'PUT')};
}

/** The record says that the step after the replace is under way, and the primary is followed. */
export function whileWaiting(app: string): Moment {
	const has = {isReplaced: false};
	const isReplace = writesTo(`/${app}-0`, 'PUT');
	return {
		when: 'after',
		is(passing) {
			has.isReplaced ||= isReplace(passing);
			const {query} = passing;
			return has.isReplaced && query.has('watch') && query.get('fieldSelector') === `metadata.name=${app}-0`;
		},
	};
}

/** An object's deletion was asked for. */
export function afterDelete(name: string): Moment {
	return {when: 'after', is: writesTo(`/${name}`, 'DELETE')};
}

/** An object was made. */
export function afterCreate(plural: string): Moment {
	return {when: 'after', is: writesTo(`/${plural}`, 'POST')};
}

/** A version has its new weight. */
export function afterWeight(version: string): Moment {
	const name = `${version}-weight-config`;
	const isPatch = writesTo(`/${name}`, 'PATCH');
	const isCreate = writesTo('/configmaps', 'POST');
	return {when: 'after', is: passing => isPatch(passing) || (isCreate(passing) && passing.body.includes(`"${name}"`))};
}

/** For every daemon the app is gone, and its routes are still there. */
export function afterRetire(app: string): Moment {
	return {when: 'after', is: writesTo(`/${app}-routemap`, 'PATCH')};
}
