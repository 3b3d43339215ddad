import {knownRoutemap} from '../info/known-routemap.ts';
import {changingRoutemap} from '../info/states/changing-routemap.ts';
import {adviceText} from '../info/states/state.ts';
import {faultInWords, routeFaults} from '../mesh/fields/route-faults.ts';
import {titleOf} from '../objects/object.ts';
import {listed} from '../print/listed.ts';
import type {Rendered} from '../routemap/assess/render.ts';
import {unknownTypes} from '../routemap/unknown-types.ts';
import type {CheckedApp, CheckInput} from './check-input.ts';
import {type Finding, type Severity} from './finding.ts';
import {renderings} from './vectors.ts';

/** Routemaps that do not parse, and templates that fail for weights that can occur. */
export function* routemaps(input: CheckInput): Generator<readonly Finding[]> {
	for (const app of input.apps) {
		yield unparsed(app);
		yield* failing(app, input);
		yield neverAvailable(app);
	}
}

/** How to change the routemap of an app, and what then tells whether it is good. */
function repair({info}: CheckedApp, test: string): string {
	return `${adviceText(changingRoutemap(info, 'repair it'))}; kubectl iter8 render --routemap FILE${test}`;
}

function unparsed(app: CheckedApp): readonly Finding[] {
	const {configMap} = app;
	const known = knownRoutemap(configMap);
	if (!('error' in known)) return [];
	return [
		{
			severity: 'broken',
			object: titleOf(configMap),
			what: `it is no routemap: ${known.error.message}`,
			todo: repair(app, ' says what is wrong'),
		},
	];
}

function neverAvailable({info, configMap, routemap, types}: CheckedApp): readonly Finding[] {
	if (!routemap) return [];
	return unknownTypes(routemap, types).map(what => ({
		severity: 'warning',
		object: titleOf(configMap),
		what,
		todo: `have the daemon's --config say what the type is, or ${adviceText(changingRoutemap(info, 'repair it'))}`,
	}));
}

/**
 * Why a rendered route cannot be applied: it is none, or the API server refuses it; a newer one may know a field that is not known
 * here.
 */
function faultsOf(rendered: Rendered): readonly {readonly severity: Severity; readonly text: string}[] {
	const template = `routing template ${rendered.template}`;
	if ('error' in rendered) return [{severity: 'broken', text: `${template} fails: ${rendered.error.message}`}];
	const {kind, metadata} = rendered.object;
	return routeFaults(rendered.object).map(fault => ({
		severity: fault.kind === 'unknown' ? 'warning' : 'broken',
		text: `${template} renders ${kind} ${metadata.name}, which ${faultInWords(fault)}`,
	}));
}

function* failing(app: CheckedApp, {resources, reach}: CheckInput): Generator<readonly Finding[], void> {
	const {configMap, routemap, types} = app;
	if (!routemap) return;
	const failures = new Map<string, {readonly severity: Severity; readonly at: string[]}>();
	let tried = 0;
	let all = 0;
	for (const {vector, rendered, vectors} of renderings(routemap, resources, {types, reach})) {
		for (const {severity, text} of rendered.flatMap(faultsOf)) {
			const failure = failures.get(text) ?? {severity, at: []};
			failure.at.push(vector.join(','));
			failures.set(text, failure);
		}

		tried++;
		all = vectors;
		yield [];
	}

	const untried: readonly Finding[] =
		tried === all
			? []
			: [
					{
						severity: 'warning',
						object: titleOf(configMap),
						what: `it takes too long to render: only ${tried} of the ${all} weight vectors that can occur were tried`,
						todo: 'make its routing templates shorter, or loop less in them',
					},
				];
	const failed = Array.from(failures, ([text, {severity, at}]): Finding => {
		const isAlways = at.length === tried;
		const when = isAlways ? '' : ` for the weights ${listed(at.slice(0, 4))}${at.length > 4 ? ' and others' : ''}`;
		return {
			severity,
			object: titleOf(configMap),
			what: `${text}${when}`,
			todo: repair(app, ` --weights ${at[0]} shows the same`),
		};
	});
	yield [...failed, ...untried];
}
