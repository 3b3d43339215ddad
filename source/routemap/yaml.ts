import {constructFromEvents, EVENT_ID, parseEvents, YAMLException, type Event} from 'js-yaml';
import {stringify} from 'yaml';
import {LimitError, type Budget} from '../gotemplate/limits.ts';
import {kubernetesSchema} from './yaml-schema.ts';

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

/** Collections inside each other: twice what any object of Kubernetes has. */
const deepest = 64;
const mostAliases = 100;
/** Beginnings and ends of values in a text of whoever may write a routemap: thrice what our own longest has. */
const mostEvents = 8000;
/** Values that a text with aliases may stand for. */
const mostValues = 100_000;

/**
 * The documents of a YAML text, empty ones left out. Scalars resolve by YAML 1.1, as Kubernetes' own reader does: `yes` and `on`
 * are booleans, but `12:30` is no number of base 60 (sigs.k8s.io/yaml). Aliases are bounded, duplicate keys refused, and nothing
 * comes out but JSON values.
 */
export function parseYamlDocuments(text: string): readonly unknown[] {
	return read(text, events => {
		const documents = construct(text, events);
		if (events.some(({type}) => type === EVENT_ID.ALIAS)) refuseExpansion(documents);
		return documents;
	});
}

/** The one document of a YAML text, undefined for an empty text. Throws YamlError for several. */
export function parseYaml(text: string): unknown {
	return onlyOne(parseYamlDocuments(text));
}

/**
 * The same for a text of whoever may write a routemap: without anchors, aliases and tag directives, by which a short text stands
 * for a long one, and within a budget, which is looked at before the text is read. Throws YamlError and LimitError.
 */
export function parseHostileYaml(text: string, budget: Budget): unknown {
	budget.spend(marksIn(text) + (text.length >> 5));
	const directive = tagDirective.exec(text);
	if (directive)
		throw errorAt(
			text,
			directive.index + directive[0].indexOf('%'),
			'tag directives are not allowed here: write the tag out',
		);
	return onlyOne(
		read(text, events => {
			if (events.length > mostEvents) throw new LimitError(`more than ${mostEvents / 2} values in one YAML text`);
			for (const event of events) {
				if (!('anchorStart' in event) || event.anchorStart < 0) continue;
				throw errorAt(text, event.anchorStart, 'anchors and aliases are not allowed here: write the value out');
			}

			return construct(text, events);
		}),
	);
}

/** By which a short tag, as often as it is written, stands for a long one; at the beginning of a line. */
const tagDirective = /(?:^|[\n\r\uFEFF])%TAG/;

/** Reading takes a step for each character that may begin or end a value, and little for all others. */
const isMark = new Uint8Array(128);
for (const mark of '\n\r,:-?[]{}&*!|>\'"%#') isMark[mark.charCodeAt(0)] = 1;

function marksIn(text: string): number {
	let count = 0;
	for (let at = 0; at < text.length; at++) count += isMark[text.charCodeAt(at)] ?? 0;
	return count;
}

/** A value as YAML that `parseYaml` and Kubernetes read back as it was: the text `on` is quoted. */
export function writeYaml(value: unknown): string {
	return stringify(value, {version: '1.1', compat: 'core', lineWidth: 0, aliasDuplicateObjects: false});
}

function read(text: string, construct: (events: Event[]) => readonly unknown[]): readonly unknown[] {
	try {
		const documents = construct(parseEvents(text, {maxDepth: deepest}));
		return documents.filter(document => document !== null && document !== undefined);
	} catch (error) {
		if (error instanceof YamlError || error instanceof LimitError) throw error;
		if (!(error instanceof YAMLException) || !error.mark)
			throw new YamlError(error instanceof Error ? error.message : String(error), undefined, undefined, {cause: error});
		throw errorAt(text, error.mark.position, error.reason, {cause: error});
	}
}

function construct(text: string, events: Event[]): readonly unknown[] {
	return constructFromEvents(events, {source: text, schema: kubernetesSchema, maxAliases: mostAliases});
}

function onlyOne(documents: readonly unknown[]): unknown {
	if (documents.length > 1) throw new YamlError(`expected one YAML document, found ${documents.length}`);
	return documents[0];
}

function refuseExpansion(documents: readonly unknown[]): void {
	let values = 0;
	const visit = (value: unknown, above: readonly unknown[]): void => {
		if (++values > mostValues) throw new YamlError(`aliases multiply the text to more than ${mostValues} values`);
		if (typeof value !== 'object' || value === null) return;
		if (above.includes(value)) throw new YamlError('an alias stands inside the value that it repeats');
		for (const entry of Object.values(value)) visit(entry, [...above, value]);
	};
	for (const document of documents) visit(document, []);
}

function errorAt(text: string, position: number, reason: string, options?: ErrorOptions): YamlError {
	const before = text.slice(0, position).split(/\r\n|\r|\n/);
	const line = before.length;
	const column = (before.at(-1)?.length ?? 0) + 1;
	return new YamlError(`line ${line}, column ${column}: ${reason}`, line, column, options);
}
