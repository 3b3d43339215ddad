import {planInit} from '../../../actions/init/plan-init.ts';
import {routingOf} from '../../../actions/init/routing.ts';
import {wantedRouting, type InitOptions} from '../../../actions/init/wanted-routing.ts';
import {nameFault} from '../../../objects/object-names.ts';
import {commandLine} from '../../../print/command-line.ts';
import {formatYaml} from '../../../print/yaml.ts';
import {appTypes, defaultVersions, meshes, type VersionSpec} from '../../../routing/app-spec.ts';
import {hasWeights, strategyNames, type StrategyName} from '../../../routing/strategies/strategies.ts';
import {yamlLines} from '../../lines/yaml-lines.ts';
import type {Flow, Form} from '../flow.ts';
import {valueOf, type Faults, type Field, type Values} from '../form/field.ts';
import {parseHeader} from './headers.ts';
import {planWork} from './plan-work.ts';
import {contextIn, type Subject} from './subject.ts';

const findOut = 'find out';
const mostWeight = 1_000_000;

export function initFlow(subject: Subject): Flow {
	return {
		title: 'Initialize an app',
		form: async () => initForm(subject),
		async propose(values, stopping) {
			const namespace = namespaceOf(subject, values);
			const context = contextIn(subject, namespace, stopping.signal);
			const options = optionsOf(values);
			const routing = await routingOf(context, await wantedRouting(context, options));
			const plan = planInit(routing);
			return {
				warnings: plan.warnings,
				notes: routing.reasons,
				job: {
					action: 'init',
					app: {namespace, name: options.name},
					command: commandOf(subject, namespace, values),
					...planWork({...context, namespace: routing.namespace}, plan),
					stopping,
				},
			};
		},
	};
}

function initForm(subject: Subject): Form {
	return {
		fields: values => fieldsOf(subject, values),
		// a candidate gets nothing before somebody says so
		initial: {primaryWeight: '100', candidateWeight: '0'},
		check: values => faultsOf(subject, values),
		previewTitle: 'What is set up',
		async preview(values, signal) {
			const context = contextIn(subject, namespaceOf(subject, values), signal);
			const {reasons, objects, routemap} = await wantedRouting(context, optionsOf(values));
			return {notes: reasons, lines: yamlLines(formatYaml(...objects, ...(routemap ? [routemap] : [])))};
		},
	};
}

function fieldsOf({session}: Subject, values: Values): readonly Field[] {
	const strategy = strategyOf(values);
	const weight = (name: string, label: string, placeholder: string): Field => ({name, label, placeholder});
	return [
		{name: 'name', label: 'Name', placeholder: 'of the app; its versions are NAME-0 and NAME-1'},
		...(session.namespace === undefined ? [{name: 'namespace', label: 'Namespace'}] : []),
		{name: 'strategy', label: 'Strategy', choices: strategyNames},
		...(strategy === 'canary'
			? [{name: 'match', label: 'Candidate for', placeholder: 'traffic: test; requests with this header reach it'}]
			: []),
		...(strategy === 'blue-green'
			? [weight('primaryWeight', 'Primary weight', '1'), weight('candidateWeight', 'Candidate weight', '1')]
			: []),
		...(strategy === 'mirror' ? [weight('copiedPercent', 'Copied percent', '100')] : []),
		{name: 'appType', label: 'Served by', choices: [findOut, ...appTypes]},
		{name: 'mesh', label: 'Routed by', choices: [findOut, ...meshes]},
		{name: 'modelName', label: 'Model name', placeholder: 'what the versions set, else their own names'},
		{name: 'gateways', label: 'Gateways', placeholder: 'the usual ones; or NAMESPACE/NAME, mesh'},
	];
}

function faultsOf({session}: Subject, values: Values): Faults {
	const name = valueOf(values, 'name').trim();
	const strategy = strategyOf(values);
	const match = valueOf(values, 'match').trim();
	const nameWords = name === '' ? 'give the app a name' : nameFault(name, 'RFC 1035 label', '-0'.length);
	const most = strategy === 'mirror' ? 100 : mostWeight;
	const weightWords = (field: string): string | undefined => {
		const text = valueOf(values, field).trim();
		return text === '' || (/^\d{1,7}$/.test(text) && Number(text) <= most)
			? undefined
			: `give a whole number from 0 to ${most}`;
	};
	const faults: Record<string, string | undefined> = {
		name: nameWords === undefined || name === '' ? nameWords : `the name ${nameWords}`,
		namespace:
			session.namespace === undefined && !/^[a-z\d]([-a-z\d]{0,61}[a-z\d])?$/.test(valueOf(values, 'namespace').trim())
				? 'name the namespace that it is in'
				: undefined,
		match: strategy !== 'canary' || match === '' || parseHeader(match) ? undefined : 'write it as NAME: VALUE',
		primaryWeight: strategy === 'blue-green' ? weightWords('primaryWeight') : undefined,
		candidateWeight: strategy === 'blue-green' ? weightWords('candidateWeight') : undefined,
		copiedPercent: strategy === 'mirror' ? weightWords('copiedPercent') : undefined,
	};
	return Object.fromEntries(
		Object.entries(faults).flatMap(([field, fault]) => (fault === undefined ? [] : [[field, fault]])),
	);
}

function optionsOf(values: Values): InitOptions {
	const name = valueOf(values, 'name').trim();
	const modelName = valueOf(values, 'modelName').trim();
	const gateways = valueOf(values, 'gateways')
		.split(/[\s,]+/)
		.filter(word => word !== '');
	return {
		name,
		strategy: strategyOf(values),
		versions: versionsOf(name, values),
		appType: appTypes.find(type => type === valueOf(values, 'appType')),
		mesh: meshes.find(mesh => mesh === valueOf(values, 'mesh')),
		modelName: modelName === '' ? undefined : modelName,
		gateways: gateways.length > 0 ? gateways : undefined,
	};
}

/** Undefined where everything is as usual. */
function versionsOf(name: string, values: Values): readonly VersionSpec[] | undefined {
	const strategy = strategyOf(values);
	const [primary, candidate] = defaultVersions(name);
	if (!primary || !candidate) return undefined;
	const header = parseHeader(valueOf(values, 'match').trim());
	if (strategy === 'canary' && header) {
		const [key, value] = header;
		return [primary, {...candidate, match: [{headers: {[key]: {exact: value}}}]}];
	}

	const primaryWeight = strategy === 'blue-green' ? weightOf(values, 'primaryWeight') : {};
	const candidateField = strategy === 'mirror' ? 'copiedPercent' : 'candidateWeight';
	const candidateWeight = hasWeights(strategy) ? weightOf(values, candidateField) : {};
	const isWeighted = Object.keys({...primaryWeight, ...candidateWeight}).length > 0;
	return isWeighted
		? [
				{...primary, ...primaryWeight},
				{...candidate, ...candidateWeight},
			]
		: undefined;
}

function weightOf(values: Values, field: string): {readonly weight?: number} {
	const text = valueOf(values, field).trim();
	return text === '' ? {} : {weight: Number(text)};
}

function strategyOf(values: Values): StrategyName {
	return strategyNames.find(name => name === valueOf(values, 'strategy')) ?? 'canary';
}

function namespaceOf({session}: Subject, values: Values): string {
	return session.namespace ?? valueOf(values, 'namespace').trim();
}

function commandOf({session}: Subject, namespace: string, values: Values): string {
	const {name, strategy, appType, mesh, modelName, gateways, versions} = optionsOf(values);
	const header = strategy === 'canary' ? parseHeader(valueOf(values, 'match').trim()) : undefined;
	const isWeighted = versions?.some(({weight}) => weight !== undefined) ?? false;
	// Of a mirror the primary has none.
	const weighted = strategy === 'mirror' ? versions?.slice(1) : versions;
	return commandLine({
		name: 'init',
		arguments: [name],
		flags: {
			strategy: strategy === 'canary' ? undefined : strategy,
			match: header?.join('='),
			weights: isWeighted ? weighted?.map(({weight}) => weight ?? 1).join(',') : undefined,
			'app-type': appType,
			mesh,
			'model-name': modelName,
			gateway: gateways,
		},
		namespace,
		connection: session.connection,
	});
}
