import {nextVersionObjects, planDeploy, type DeployOptions} from '../../../actions/deploy/deploy.ts';
import {parseVersionObject} from '../../../actions/deploy/version-file.ts';
import type {AppInfo} from '../../../info/app.ts';
import {isThere} from '../../../info/states/permits.ts';
import {modelNameFault} from '../../../kserve/model-name.ts';
import {deployments} from '../../../objects/resource.ts';
import {formatYaml} from '../../../print/yaml.ts';
import {readApp} from '../../../runner/app-state.ts';
import {nextVersion} from '../../../versions/candidate.ts';
import {yamlLines} from '../../lines/yaml-lines.ts';
import type {Session} from '../../session.ts';
import type {Flow, Form} from '../flow.ts';
import {valueOf, type Faults, type Field, type Values} from '../form/field.ts';
import {planWork} from './plan-work.ts';
import {appCommand, contextIn, contextOf, referenceOf, type AppSubject} from './subject.ts';

const fromPrimary = 'the primary';

export function deployFlow(subject: AppSubject): Flow {
	const {session, info} = subject;
	return {
		title: `Deploy ${hasPrimary(info) ? 'a candidate' : 'the first version'} of ${info.name}`,
		form: () => deployForm(subject),
		toggles: [{key: 'w', name: 'wait', label: 'wait until it can take requests', isOn: true}],
		async propose(values, stopping) {
			const context = contextOf(subject, stopping);
			const wish = {...(await wishOf(session, info.name, values)), isAwaited: values['wait'] === 'true'};
			const plan = await planDeploy(context, wish);
			const [app, objects] = await Promise.all([readApp(context, info.name), nextVersionObjects(context, wish)]);
			const [after] = objects;
			return {
				warnings: plan.warnings,
				notes: plan.notes ?? [],
				...(after && {change: {before: app.versions[0]?.object, after}}),
				job: {
					action: 'deploy',
					app: referenceOf(info),
					command: appCommand(subject, {
						name: 'deploy',
						flags: {
							template: templateOf(values),
							'storage-uri': wish.storageUri,
							'model-name': wish.modelName,
							image: wish.image,
							version: wish.version,
							wait: wish.isAwaited ? true : undefined,
						},
					}),
					...planWork(context, plan),
					stopping,
				},
			};
		},
	};
}

async function deployForm(subject: AppSubject): Promise<Form> {
	const {session, info} = subject;
	const next = nextVersion(info.versions[0]?.label);
	const version: Field = {
		name: 'version',
		label: 'Version label',
		placeholder: next === undefined ? 'e.g. v1' : `${next}, one more than the primary's`,
	};
	const isImage = hasImages(subject);
	const templates = isImage ? [] : await session.templateNames();
	return {
		fields: () =>
			isImage
				? [{name: 'image', label: 'Image', placeholder: "of its first container, as in its primary's pods"}, version]
				: [
						{name: 'storageUri', label: 'Storage URI', placeholder: storagePlaceholder(info)},
						version,
						{name: 'from', label: 'Made from', choices: [...(hasPrimary(info) ? [fromPrimary] : []), ...templates]},
						{name: 'modelName', label: 'Model name', placeholder: 'as it is; the name that clients put in their paths'},
					],
		initial: {},
		check: values => faultsOf(values, isImage, info),
		previewTitle: hasPrimary(info) ? 'The candidate' : 'The first version',
		async preview(values, signal) {
			const context = contextIn(subject, info.namespace, signal);
			const objects = await nextVersionObjects(context, await wishOf(session, info.name, values));
			return {notes: [], lines: yamlLines(formatYaml(...objects))};
		},
	};
}

/** Without one there is nothing to make a version from but a template. */
function hasPrimary({versions: [primary]}: AppInfo): boolean {
	return primary !== undefined && isThere(primary);
}

/** Whether the versions are Deployments: these differ in their image. */
function hasImages({info}: AppSubject): boolean {
	return info.versions[0]?.kind === deployments.kind;
}

function storagePlaceholder({versions}: AppInfo): string {
	const present = versions[0]?.storageUri;
	return `where the new model is${present === undefined ? ', e.g. gs://models/wisdom/v2' : `; the primary's: ${present}`}`;
}

function faultsOf(values: Values, isImage: boolean, {versions}: AppInfo): Faults {
	const image = valueOf(values, 'image').trim();
	const uri = valueOf(values, 'storageUri').trim();
	const version = valueOf(values, 'version').trim();
	const modelName = valueOf(values, 'modelName').trim();
	const modelFault = modelName === '' ? undefined : modelNameFault(modelName);
	const isSame = uri === versions[0]?.storageUri && templateOf(values) === undefined && modelName === '';
	const isUri = /^[a-z][a-z\d+.-]*:\/\/\S+$/i.test(uri);
	// A label's value, as Kubernetes takes it.
	const isLabel = version === '' || /^[a-z\d]([-\w.]{0,61}[a-z\d])?$/i.test(version);
	return {
		...(isImage && !/^\S+$/.test(image) ? {image: image === '' ? 'which image?' : 'write it without spaces'} : {}),
		...(isImage || isUri
			? {}
			: {storageUri: uri === '' ? 'where is the model?' : 'write it as SCHEME://PATH, without spaces'}),
		...(!isImage && isUri && isSame ? {storageUri: 'the primary serves this one already'} : {}),
		...(isLabel ? {} : {version: 'at most 63 letters, digits, "-", "_" or ".", none of these first or last'}),
		...(modelFault === undefined ? {} : {modelName: modelFault}),
	};
}

async function wishOf(session: Session, name: string, values: Values): Promise<DeployOptions> {
	const version = valueOf(values, 'version').trim();
	const modelName = valueOf(values, 'modelName').trim();
	const template = templateOf(values);
	return {
		name,
		storageUri: valueOf(values, 'storageUri').trim() || undefined,
		image: valueOf(values, 'image').trim() || undefined,
		modelName: modelName === '' ? undefined : modelName,
		version: version === '' ? undefined : version,
		from:
			template === undefined
				? undefined
				: parseVersionObject(await session.readTemplate(template), `template ${template}`),
		isAwaited: false,
	};
}

function templateOf(values: Values): string | undefined {
	const from = valueOf(values, 'from');
	return from === fromPrimary || from === '' ? undefined : from;
}
