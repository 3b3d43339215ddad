import {TemplateError} from '../gotemplate/error.ts';
import {byteLength} from '../gotemplate/utf8.ts';
import {kindLabel} from '../objects/labels.ts';
import {isRecord, stringAt, type KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import type {Rendered} from './assess/render.ts';
import {blockPosition, type TextPlace} from './block-position.ts';
import {parseRoutemap, RoutemapError, type Routemap} from './routemap.ts';
import {unknownTypes} from './unknown-types.ts';
import {parseYaml, YamlError} from './yaml.ts';

/** What is wrong with a routemap in a file; the message begins with line and column of the file where they are known. */
export class RoutemapFileError extends Error {
	readonly place: TextPlace | undefined;

	constructor(message: string, place: TextPlace | undefined, options?: ErrorOptions) {
		super(message, options);
		this.name = 'RoutemapFileError';
		this.place = place;
	}
}

/** A routemap as somebody wrote it to a file: its ConfigMap, or the text of `data.strSpec` alone. */
export class RoutemapFile {
	readonly routemap: Routemap;
	readonly #text: string;
	/** Path of the spec's own text in the file; undefined when it is the file. */
	readonly #path: readonly string[] | undefined;
	readonly #spec: string;

	/**
	 * Throws RoutemapFileError.
	 * @param namespace Namespace of a routemap that names none.
	 */
	constructor(text: string, namespace: string) {
		this.#text = text;
		const value = this.#parsed(text);
		const isConfigMap = isRecord(value) && value['kind'] === 'ConfigMap';
		if (!isConfigMap && !(isRecord(value) && ('versions' in value || 'routingTemplates' in value))) {
			throw new RoutemapFileError(
				'this is neither a ConfigMap nor a spec with versions and routingTemplates',
				undefined,
			);
		}

		this.#path = isConfigMap ? ['data', 'strSpec'] : undefined;
		this.#spec = isConfigMap ? (stringAt(value, 'data', 'strSpec') ?? '') : text;
		if (isConfigMap) this.#parsed(this.#spec, place => this.#inFile(place));
		this.routemap = this.#routemapOf(isConfigMap ? value : undefined, namespace);
	}

	/** What is not wrong with the text, but would keep a daemon from doing what the routes say; a sentence each. */
	doubts(types: ResourceTypes): readonly string[] {
		const isUnlabelled = this.#path !== undefined && this.routemap.labels[kindLabel] !== 'routemap';
		return [
			...(isUnlabelled
				? [`without the label ${kindLabel}: routemap no daemon takes the ConfigMap for a routemap`]
				: []),
			...unknownTypes(this.routemap, types),
		];
	}

	/** The routes of the routemap that were rendered, without an owner. Throws the RoutemapFileError of the first template that failed. */
	routes(all: readonly Rendered[]): readonly KubeObject[] {
		return all.map(rendered => {
			if ('error' in rendered) throw this.#failure(rendered.template, rendered.error);
			const {ownerReferences: _, ...metadata} = rendered.object.metadata; // the owner has no uid here
			return {...rendered.object, metadata};
		});
	}

	/** @param locate From a place in the YAML to one in the file; undefined when it is the file. */
	#parsed(yaml: string, locate?: (place: TextPlace) => TextPlace | undefined): unknown {
		try {
			return parseYaml(yaml);
		} catch (error) {
			if (!(error instanceof YamlError)) throw error;
			const {line, column} = error;
			const inner = line === undefined || column === undefined ? undefined : {line, column};
			const place = inner && locate ? locate(inner) : inner;
			const message = place === undefined ? error.message : withoutPlace(error.message);
			const subject = locate ? 'data.strSpec is no valid YAML: ' : '';
			throw new RoutemapFileError(`${subject}${message}`, place, {cause: error});
		}
	}

	#routemapOf(value: Readonly<Record<string, unknown>> | undefined, namespace: string): Routemap {
		const given = value?.['metadata'];
		const metadata = {name: 'routemap', namespace, ...(isRecord(given) ? given : {})};
		const configMap = {apiVersion: 'v1', kind: 'ConfigMap', ...value, metadata};
		try {
			return parseRoutemap(value ? configMap : {...configMap, data: {strSpec: this.#text}});
		} catch (error) {
			if (!(error instanceof RoutemapError)) throw error;
			throw new RoutemapFileError(error.message, undefined, {cause: error});
		}
	}

	#failure(template: string, error: Error): RoutemapFileError {
		if (error instanceof TemplateError) {
			const place = this.#inTemplate(template, error);
			return new RoutemapFileError(error.message, place, {cause: error});
		}

		const what = error instanceof YamlError ? 'renders no valid YAML: ' : '';
		return new RoutemapFileError(`template ${template}: ${what}${error.message}`, undefined, {cause: error});
	}

	#inTemplate(template: string, {line, column}: TextPlace): TextPlace | undefined {
		const path = ['routingTemplates', template, 'template'];
		const text = stringAt(parseYaml(this.#spec), ...path)?.split('\n')[line - 1] ?? '';
		const inSpec = blockPosition(this.#spec, path)?.({line, column: unitsOf(text, column) + 1});
		return inSpec && this.#inFile(inSpec);
	}

	#inFile(place: TextPlace): TextPlace | undefined {
		return this.#path === undefined ? place : blockPosition(this.#text, this.#path)?.(place);
	}
}

/** UTF-16 units before a place that is given in bytes. */
function unitsOf(line: string, bytes: number): number {
	let units = 0;
	let seen = 0;
	for (const character of line) {
		if (seen >= bytes) break;
		seen += byteLength(character);
		units += character.length;
	}

	return units;
}

function withoutPlace(message: string): string {
	return message.replace(/^line \d+, column \d+: /, '');
}
