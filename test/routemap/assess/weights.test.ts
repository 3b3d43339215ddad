import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import type {Availability} from '../../../source/routemap/assess/availability.ts';
import {versionWeights, weightOverride} from '../../../source/routemap/assess/weights.ts';
import {parseRoutemap, type Routemap} from '../../../source/routemap/routemap.ts';
import {inferenceService, routemapConfigMap, weightConfig} from '../../helpers/app-objects.ts';

interface Case {
	readonly isAvailable: boolean;
	readonly weight?: number | undefined;
	readonly override?: string | undefined;
}

function weightsOf(cases: readonly Case[]): readonly number[] {
	const versions = cases.map(({weight}, index) => ({
		weight,
		resources: [reference('isvc', index), reference('cm', index)],
	}));
	const routemap: Routemap = {...parseRoutemap(routemapConfigMap('a', JSON.stringify({versions}))), versions};
	const availability = cases.map(({isAvailable}): Availability => ({
		isAvailable,
		isUpToDate: isAvailable,
		cause: isAvailable ? undefined : 'not-ready',
		reason: '',
		since: undefined,
		heldUntil: undefined,
	}));
	const objects = cases.flatMap(({override}, index) =>
		override === undefined ? [] : [weightConfig(`wisdom-${index}`, override)],
	);
	return versionWeights(routemap, availability, lookupIn(objects), defaultResourceTypes);
}

function reference(gvrShort: string, index: number) {
	return {gvrShort, name: `wisdom-${index}`, namespace: 'models'};
}

function lookupIn(objects: readonly KubeObject[]) {
	return (resource: {readonly kind: string}, namespace: string, name: string) =>
		objects.find(
			({kind, metadata}) => kind === resource.kind && metadata.namespace === namespace && metadata.name === name,
		);
}

const up = {isAvailable: true};
const down = {isAvailable: false};

test.each([
	['nothing given', [up, up], [1, 1]],
	[
		'weights in the routemap',
		[
			{...up, weight: 90},
			{...up, weight: 10},
		],
		[90, 10],
	],
	['a weight of 0 in the routemap', [{...up, weight: 0}, up], [0, 1]],
	[
		'an override',
		[
			{...up, weight: 90, override: '20'},
			{...up, weight: 10, override: '80'},
		],
		[20, 80],
	],
	['an override of 0', [{...up, override: '0'}, up], [0, 1]],
	[
		'an unavailable version',
		[
			{...up, weight: 90},
			{...down, weight: 10, override: '80'},
		],
		[90, 0],
	],
	[
		'the primary down',
		[
			{...down, weight: 90},
			{...up, weight: 10},
		],
		[0, 10],
	],
	[
		'only a version of weight 0 up',
		[
			{...down, weight: 90},
			{...down, weight: 10},
			{...up, weight: 0},
		],
		[0, 0, 1],
	],
	['all weights 0', [down, {...up, override: '0'}, {...up, weight: 0}], [0, 1, 0]],
	['nothing up', [down, down], [1, 0]],
])('weights with %s', (_, cases, expected) => {
	expect(weightsOf(cases)).toEqual(expected);
});

test.each(['', ' 5', '-1', '+5', '1.5', '1e3', '0x10', '4294967296', '99999999999', 'NaN', '٣'])(
	'the override %j is passed over',
	override => {
		expect(weightsOf([{...up, weight: 7, override}])).toEqual([7]);
	},
);

test('an override counts on whichever resource it stands; of several the first that is a number', () => {
	const version = {
		weight: undefined,
		resources: [reference('pod', 0), reference('isvc', 0), reference('cm', 0), reference('cm', 1)],
	};
	const annotated = (text: string) => inferenceService('wisdom-0', {}, {annotations: {'iter8.tools/weight': text}});
	const configs = [weightConfig('wisdom-0', '30'), weightConfig('wisdom-1', '40')];
	const overrides = [[], configs, [annotated('20'), ...configs], [annotated('many'), ...configs]].map(objects =>
		weightOverride(version, lookupIn(objects), defaultResourceTypes),
	);
	expect(overrides).toEqual([undefined, 30, 20, 30]);
});

test('while any version is available some of them have weight and no other has', () => {
	const version = fc.record({
		isAvailable: fc.boolean(),
		weight: fc.option(fc.nat(3), {nil: undefined}),
		override: fc.option(fc.constantFrom('0', '1', '100', 'x'), {nil: undefined}),
	});
	fc.assert(
		fc.property(fc.array(version, {minLength: 1, maxLength: 5}), cases => {
			const weights = weightsOf(cases);
			const isServed = cases.some(({isAvailable}) => isAvailable);
			expect(weights.some(weight => weight > 0)).toBe(true);
			if (isServed) expect(weights.filter((weight, index) => weight > 0 && !cases[index]?.isAvailable)).toEqual([]);
			else expect(weights).toEqual(cases.map((_, index) => (index === 0 ? 1 : 0)));
		}),
	);
});
