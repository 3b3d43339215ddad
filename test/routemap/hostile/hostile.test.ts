import {expect, test} from 'vitest';
import {bounds} from '../../../source/routemap/bounds.ts';
import {hostileRoutemaps} from './routemaps.ts';
import {spend} from './spend.ts';

/** What a single look at the budget may find beyond it: what a whole text costs. */
const overshoot = bounds.characters * 1.1;

test.each([...hostileRoutemaps])('%s takes no more than its budget', (_, configMap) => {
	expect(spend(configMap).steps).toBeLessThanOrEqual(bounds.steps + overshoot);
});

test.each([...hostileRoutemaps].filter(([, {data}]) => JSON.stringify(data).includes('{{range 9999999}}')))(
	'%s: it is a bound that ends it, at the same step each time',
	(_, configMap) => {
		const {steps, faults} = spend(configMap);
		expect(faults[0]).toMatch(/exceeded 25000 steps|output exceeds 98304 characters/);
		expect(spend(configMap)).toEqual({steps, faults});
	},
);

test.each([
	['a spec that is too long', ['data.strSpec has more characters, but a routemap may have 131072']],
	['a spec of a megabyte', ['data.strSpec has more characters, but a routemap may have 131072']],
	['many templates', ['has 33 routing templates, but a routemap may have 32']],
	['many versions', ['has 33 versions, but a routemap may have 32']],
	['many resources', ['names 129 resources, but a routemap may have 128']],
	['a long name', ['versions[0].resources[0].name has 254 characters, but a routemap may have 253']],
	['a long short name', ['versions[0].resources[0].gvrShort has 64 characters, but a routemap may have 63']],
	['many annotations', ['has 503 labels and annotations, but a routemap may have 500']],
	['aliases in what is rendered', ['line 1, column 5: anchors and aliases are not allowed here: write the value out']],
	['spec: tags alone', ['takes more than the 25000 steps that a routemap may take']],
	['spec: large numbers as keys', ['more than 4000 values in one YAML text']],
	['short spec: tags alone', ['data.strSpec is no valid YAML: line 1, column 3: duplication of a tag property']],
	['spec: deep sequences', ['takes more than the 25000 steps that a routemap may take']],
	['template: hog-cpu', ['template: t0:1:47: executing "t0" at <$>: exceeded 25000 steps']],
])('%s: %j', (name, faults) => {
	const configMap = hostileRoutemaps.get(name);
	if (!configMap) throw new Error(`there is no ${name}`);
	expect(spend(configMap).faults).toEqual(faults);
});

test('of templates that take all there is together, the first takes it and the others are not rendered', () => {
	const configMap = hostileRoutemaps.get('all templates take what one may');
	if (!configMap) throw new Error('there is no such routemap');
	const [first, ...others] = spend(configMap).faults;
	expect(first).toBe('template: t0:1:8: executing "t0" at <9999999>: exceeded 25000 steps');
	expect(others).toEqual(Array.from({length: 31}, () => "not rendered, as template t0 used up the routemap's budget"));
});
