import {parseAllDocuments, stringify, type YAMLError} from 'yaml';
import {parsePlainYaml} from './plain-yaml.ts';

/** YAML that cannot be read; the message says where. */
export class YamlError extends Error {
	/** 1-based position of the fault, where it is known. */
	readonly line: number | undefined;
	readonly column: number | undefined;

	constructor(message: string, line?: number, column?: number, options?: ErrorOptions) {
		super(message, options);
		this.name = 'YamlError';
		this.line = line;
		this.column = column;
	}
}

/**
 * The documents of a YAML text, empty ones left out. Scalars resolve by YAML 1.1, as Kubernetes' own reader does: `yes` and `on`
 * are booleans, but `12:30` is no number of base 60 (sigs.k8s.io/yaml). Aliases are bounded, duplicate keys refused, and nothing
 * comes out but JSON values.
 */
export function parseYamlDocuments(text: string): readonly unknown[] {
	const documents = parseAllDocuments(text, {
		version: '1.1',
		uniqueKeys: true,
		prettyErrors: true,
		stringKeys: true,
		customTags: tags => tags.filter(tag => typeof tag === 'string' || !isUnwanted(tag)),
	});
	const values: unknown[] = [];
	for (const document of Array.isArray(documents) ? documents : []) {
		const fault = document.errors[0];
		if (fault) throw faultAt(fault);
		try {
			const value: unknown = document.toJS({maxAliasCount: 100});
			refuseNonJson(value, []);
			if (value !== null && value !== undefined) values.push(value);
		} catch (error) {
			throw new YamlError(error instanceof Error ? error.message : String(error), undefined, undefined, {cause: error});
		}
	}

	return values;
}

/** The one document of a YAML text, undefined for an empty text. Throws YamlError for several. */
export function parseYaml(text: string): unknown {
	const plain = parsePlainYaml(text);
	if (plain) return plain.value;
	const documents = parseYamlDocuments(text);
	if (documents.length > 1) throw new YamlError(`expected one YAML document, found ${documents.length}`);
	return documents[0];
}

/** A value as YAML that `parseYaml` and Kubernetes read back as it was: the text `on` is quoted. */
export function writeYaml(value: unknown): string {
	return stringify(value, {version: '1.1', lineWidth: 0, aliasDuplicateObjects: false});
}

function isUnwanted({tag, format}: {readonly tag: string; readonly format?: string | undefined}): boolean {
	return format === 'TIME' || /timestamp|binary|set|omap|pairs/.test(tag);
}

function refuseNonJson(value: unknown, above: readonly unknown[]): void {
	if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} is no number that JSON knows`);
	if (typeof value !== 'object' || value === null) return;
	if (above.includes(value)) throw new Error('an alias stands inside the value that it repeats');
	for (const entry of Object.values(value)) refuseNonJson(entry, [...above, value]);
}

function faultAt(fault: YAMLError): YamlError {
	const [start] = fault.linePos ?? [];
	const sentence = (fault.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
	return new YamlError(
		start ? `line ${start.line}, column ${start.col}: ${sentence}` : sentence,
		start?.line,
		start?.col,
		{cause: fault},
	);
}
