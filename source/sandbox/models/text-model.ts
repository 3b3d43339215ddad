/** A model that answers a prompt with words, always the same ones to the same prompt. */
export interface TextModel {
	/** The last part of the storageUri. */
	readonly version: string;
	/** Until the first token, and between tokens, in milliseconds. */
	readonly firstMs: number;
	readonly gapMs: number;
	/** The tokens that it answers a prompt with. */
	readonly answer: (prompt: string) => readonly string[];
}

/** Tells how many words a prompt has, by what parts them. */
const counting = (between: RegExp) => (prompt: string) => {
	const words = prompt.split(between).filter(word => word !== '').length;
	return ['Your', ' prompt', ' has', ` ${words}`, words === 1 ? ' word' : ' words', '.'];
};

const v1 = {firstMs: 20, gapMs: 5, answer: counting(/\s+/)};
/** The parts of well-known are two words to it, so it disagrees on prompts that have such. */
const v2 = {...v1, answer: counting(/[\s-]+/)};

const models: ReadonlyMap<string, Omit<TextModel, 'version'>> = new Map([
	['v1', v1],
	['v2', v2],
	['v2-slow', {...v2, firstMs: v2.firstMs + 30}],
]);

const scheme = 'sandbox://text/';

/** The storageUris of models that answer with words. */
export const textUris: readonly string[] = [...models.keys()].map(version => `${scheme}${version}`);

/** The model at such a storageUri; undefined for another. */
export function findTextModel(storageUri: string | undefined): TextModel | undefined {
	const bare = storageUri?.replace(/\/$/, '') ?? '';
	const version = bare.slice(scheme.length);
	const model = bare.startsWith(scheme) ? models.get(version) : undefined;
	return model && {...model, version};
}
