import type {AppInfo} from '../../info/app.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import {specDiff, type DiffLine} from '../../info/spec-diff.ts';
import {routeObject, versionObject} from '../../info/version-object.ts';
import {fieldAt, isRecord, listAt, stringAt, type KubeObject} from '../../objects/object.ts';
import {age} from '../../print/age.ts';
import {formatYaml} from '../../print/yaml.ts';
import {phaseStyle} from '../theme.ts';
import {plain, wrapText, type Line} from './line.ts';
import {specDiffLines} from './spec-diff-lines.ts';
import {yamlLines} from './yaml-lines.ts';

/** The live routes of an app as YAML, without what only the API server reads. */
export function routeLines(app: AppInfo, snapshot: Snapshot): readonly Line[] {
	if (app.routes.length === 0) return [plain(' The routemap renders no route now.', 'faint')];
	return app.routes.flatMap(({kind, name}, index): readonly Line[] => {
		const route = routeObject(snapshot, app, {kind, name});
		const separator = index === 0 ? [] : [plain(' ---', 'faint')];
		if (!route) return [...separator, plain(` ${kind} ${name} does not exist.`, 'bad')];
		return [...separator, ...objectLines(route)];
	});
}

/** The screen is drawn every second, and the object is the same until it changes. */
const yamlOf = new WeakMap<KubeObject, readonly Line[]>();

function objectLines(object: KubeObject): readonly Line[] {
	const lines = yamlOf.get(object) ?? yamlLines(formatYaml(withoutManagedFields(object)));
	yamlOf.set(object, lines);
	return lines;
}

/** What changes in the spec from the primary to each candidate. */
export function diffLines(app: AppInfo, snapshot: Snapshot, width: number): readonly Line[] {
	const [primary, ...candidates] = app.versions;
	const old = primary && versionObject(snapshot, primary);
	if (!primary || !old) return [plain(' There is no primary to compare with.', 'faint')];
	const compared = candidates.flatMap(candidate => {
		const object = versionObject(snapshot, candidate);
		return object ? [{candidate, lines: knownDiff(old, object)}] : [];
	});
	if (compared.length === 0) return [plain(` There is no candidate to compare with ${primary.name}.`, 'faint')];
	return compared.flatMap(({candidate, lines}, index): readonly Line[] => [
		...(index === 0 ? [] : [[]]),
		[{text: ` from ${primary.name} to ${candidate.name}`, isBold: true}],
		...(lines.every(({kind}) => kind === 'same')
			? [plain(' Their specs are the same.', 'faint')]
			: specDiffLines(lines, width)),
	]);
}

const diffs = new WeakMap<KubeObject, WeakMap<KubeObject, readonly DiffLine[]>>();

function knownDiff(old: KubeObject, current: KubeObject): readonly DiffLine[] {
	const ofOld = diffs.get(old) ?? new WeakMap<KubeObject, readonly DiffLine[]>();
	const diff = ofOld.get(current) ?? specDiff(old, current);
	diffs.set(old, ofOld.set(current, diff));
	return diff;
}

/** The conditions of an app's versions, each with KServe's reason and message whole, and what it says of the model. */
export function conditionLines(app: AppInfo, snapshot: Snapshot, width: number, now: Date): readonly Line[] {
	if (app.versions.length === 0) return [plain(' The routemap names no version.', 'faint')];
	return app.versions.flatMap((version, index): readonly Line[] => {
		const {glyph, tone} = phaseStyle[version.phase];
		const object = versionObject(snapshot, version);
		return [
			...(index === 0 ? [] : [[]]),
			[{text: ' '}, {text: `${glyph} `, tone}, {text: `${version.kind} ${version.name}`, isBold: true}],
			...(object ? statusLines(object, width, now) : [plain('   does not exist', 'faint')]),
		];
	});
}

function statusLines(object: KubeObject, width: number, now: Date): readonly Line[] {
	const conditions = listAt(object, 'status', 'conditions').filter(isRecord);
	const model = fieldAt(object, 'status', 'modelStatus');
	const failure = stringAt(model, 'lastFailureInfo', 'message');
	const states = [
		stringAt(model, 'transitionStatus'),
		stringAt(model, 'states', 'activeModelState'),
		stringAt(model, 'states', 'targetModelState'),
	].filter(Boolean);
	return [
		...(conditions.length === 0 ? [plain('   no conditions yet', 'faint')] : []),
		...conditions.flatMap(condition => oneCondition(condition, width, now)),
		...(states.length === 0 ? [] : [plain(`   model: ${states.join(' · ')}`)]),
		...(failure === undefined
			? []
			: wrapText(`${stringAt(model, 'lastFailureInfo', 'reason') ?? ''}: ${failure}`, width - 6).map(line =>
					plain(`     ${line}`, 'bad'),
				)),
	];
}

function oneCondition(condition: Readonly<Record<string, unknown>>, width: number, now: Date): readonly Line[] {
	const status = stringAt(condition, 'status') ?? 'Unknown';
	const type = stringAt(condition, 'type') ?? '';
	const style = {True: ['✔', 'good'], False: ['✖', 'bad']} as const;
	// KServe's only condition that is good when it does not hold.
	const good = type === 'Stopped' ? 'False' : 'True';
	const isKnown = status === 'True' || status === 'False';
	const [glyph, tone] = isKnown ? style[status === good ? 'True' : 'False'] : (['◌', 'waiting'] as const);
	const since = stringAt(condition, 'lastTransitionTime');
	const words = [stringAt(condition, 'reason'), stringAt(condition, 'message')].filter(Boolean).join(': ');
	return [
		[
			{text: '   '},
			{text: `${glyph} `, tone},
			{text: `${type} ${status}`},
			{text: since === undefined ? '' : `  ${age(since, now)}`, tone: 'faint'},
		],
		...(words === '' ? [] : wrapText(words, width - 6).map(line => plain(`     ${line}`, tone))),
	];
}

function withoutManagedFields(object: KubeObject): KubeObject {
	const {managedFields: _, ...metadata} = object.metadata;
	return {...object, metadata};
}
