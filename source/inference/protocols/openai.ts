import {fieldAt, listAt, numberAt, stringAt} from '../../objects/object.ts';
import {Choices, type ChoicePart} from './choices.ts';
import {errorWords} from './error-words.ts';
import {unread, type Protocol, type Reading, type StreamPart} from './protocol.ts';
import {callsIn, placeOf} from './tool-calls.ts';

/** OpenAI's chat completions, as KServe serves them: below `/openai`. */
export const openaiChat: Protocol = {
	name: 'OpenAI chat',
	recognises: ({messages}) => Array.isArray(messages),
	path: () => '/openai/v1/chat/completions',
	serves: path => /\/chat\/completions(\?|$)/.test(path),
	read: ({json}) => readWhole(json, choice => messageIn(fieldAt(choice, 'message'))),
	readEvent: event => readPart(event, choice => messageIn(fieldAt(choice, 'delta'))),
};

/** OpenAI's completions. */
export const openaiCompletions: Protocol = {
	name: 'OpenAI completions',
	recognises: ({prompt}) => typeof prompt === 'string' || Array.isArray(prompt),
	path: () => '/openai/v1/completions',
	serves: path => /\/completions(\?|$)/.test(path),
	read: ({json}) => readWhole(json, textIn),
	readEvent: event => readPart(event, textIn),
};

type ReadChoice = (choice: unknown) => Omit<ChoicePart, 'choice'>;

function messageIn(message: unknown): ReturnType<ReadChoice> {
	const refusal = stringAt(message, 'refusal') ?? '';
	return {text: contentText(fieldAt(message, 'content')) + refusal, calls: callsIn(message)};
}

/** A content is a text, or a list of parts of which some have one. What a model says to refuse is its answer as well. */
function contentText(content: unknown): string {
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return '';
	return content.map(part => stringAt(part, 'text') ?? stringAt(part, 'refusal') ?? '').join('');
}

function textIn(choice: unknown): ReturnType<ReadChoice> {
	return {text: stringAt(choice, 'text') ?? '', calls: []};
}

/** Each choice by its number (`index`), else by its place. */
function choicesIn(answer: unknown, read: ReadChoice): readonly ChoicePart[] {
	return listAt(answer, 'choices').flatMap((choice, place) => {
		const number = placeOf(fieldAt(choice, 'index') ?? place);
		return number === undefined ? [] : [{choice: number, ...read(choice)}];
	});
}

function readWhole(answer: unknown, read: ReadChoice): Reading {
	if (listAt(answer, 'choices').length === 0) {
		const fault = Array.isArray(fieldAt(answer, 'choices'))
			? 'its list "choices" is empty'
			: 'it has no list "choices"';
		return unread(errorWords(answer) ?? `is no OpenAI answer: ${fault}`);
	}

	const choices = new Choices();
	choices.add(choicesIn(answer, read));
	return {outputs: choices.outputs(), model: stringAt(answer, 'model') ?? '', ...tokensOf(answer)};
}

/** Members of what a chat's event brings that are made by the model beside its text and its calls. */
const otherContent = ['reasoning_content', 'reasoning'];

function readPart(event: unknown, read: ReadChoice): StreamPart {
	const choices = choicesIn(event, read);
	const isOther = listAt(event, 'choices').some(choice =>
		otherContent.some(key => isFilled(fieldAt(choice, 'delta', key))),
	);
	const failure = errorWords(event) ?? (Array.isArray(fieldAt(event, 'choices')) ? undefined : noEvent);
	return {
		choices,
		isContent: isOther || choices.some(({text, calls}) => text !== '' || calls.length > 0),
		model: stringAt(event, 'model') ?? '',
		...tokensOf(event),
		...(failure !== undefined && {failure}),
	};
}

const noEvent = 'has an event that is none of OpenAI: it has no list "choices"';

function isFilled(value: unknown): boolean {
	return (typeof value === 'string' || Array.isArray(value)) && value.length > 0;
}

/** More tokens than a model makes in one answer: the longest contexts have some ten millions. */
const mostTokens = 2 ** 24;

/** As many tokens as the server counts; a count that cannot be one is not believed. */
function tokensOf(answer: unknown): {readonly tokens?: number} {
	const tokens = numberAt(answer, 'usage', 'completion_tokens');
	return tokens !== undefined && Number.isInteger(tokens) && tokens >= 0 && tokens <= mostTokens ? {tokens} : {};
}
