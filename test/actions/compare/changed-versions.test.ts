import {expect, test} from 'vitest';
import {changedWords} from '../../../source/actions/compare/changed-versions.ts';
import type {AppState} from '../../../source/runner/app-state.ts';
import {inferenceService} from '../../helpers/app-objects.ts';

type Version = AppState['versions'][number];

function version(
	name: string,
	{uid = 'uid-1', of = name, isThere = true, isLeaving = false, isUpToDate = true} = {},
): Version {
	const deleted = isLeaving ? {deletionTimestamp: '2026-01-01T12:00:00Z'} : {};
	const object = {...inferenceService(of), metadata: {...inferenceService(name).metadata, uid, ...deleted}};
	return {
		reference: {type: 'inferenceservices', name, namespace: 'models'} as unknown as Version['reference'],
		object: isThere ? object : undefined,
		availability: {isAvailable: true, isUpToDate} as Version['availability'],
	};
}

const primary = version('wisdom-0');

test.each<readonly [string, Version, Version, string | undefined]>([
	['one that stays', version('wisdom-1'), version('wisdom-1'), undefined],
	['one with another spec', version('wisdom-1'), version('wisdom-1', {of: 'wisdom-2'}), 'changed'],
	['another one of its name', version('wisdom-1'), version('wisdom-1', {uid: 'uid-2'}), 'changed'],
	['one that is gone', version('wisdom-1'), version('wisdom-1', {isThere: false}), 'was deleted'],
	['one that goes', version('wisdom-1'), version('wisdom-1', {isLeaving: true}), 'was deleted'],
	['one that came to its spec', version('wisdom-1', {isUpToDate: false}), version('wisdom-1'), 'changed'],
	['one that flickers', version('wisdom-1'), version('wisdom-1', {isUpToDate: false}), undefined],
])('%s is told apart', (_, before, after, change) => {
	const words = change && `wisdom-1 ${change} while it was compared`;
	const names = ['wisdom-0', 'wisdom-1'];
	expect(changedWords({versions: [primary, before]}, {versions: [primary, after]}, names)).toBe(words);
	// Another candidate is none of the two.
	expect(changedWords({versions: [primary, before]}, {versions: [primary, after]}, ['wisdom-0'])).toBeUndefined();
});
