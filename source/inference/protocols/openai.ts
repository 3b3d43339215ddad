import {fieldAt, listAt, numberAt, stringAt} from '../../objects/object.ts';
import {parsedOrUndefined} from '../v2.ts';
import {errorWords} from './error-words.ts';
import {unread, type Protocol, type Reading, type StreamPart} from './protocol.ts';
import {textOutputs} from './text-outputs.ts';

/** More texts at a time than any server makes; keeps a stream from filling the memory. */
const mostChoices = 128;

/** OpenAI's chat completions, as KServe serves them: below `/openai`. */
export const openaiChat: Protocol = {
	name: 'OpenAI chat',
	recognises: ({messages}) => Array.isArray(messages),
	path: () => '/openai/v1/chat/completions',
	serves: path => /\/chat\/completions(\?|$)/.test(path),
	read: ({body}) => readWhole(body, choice => stringAt(choice, 'message', 'content') ?? ''),
	readEvent: event => readPart(event, choice => stringAt(choice, 'delta', 'content') ?? ''),
};

/** OpenAI's completions. */
export const openaiCompletions: Protocol = {
	name: 'OpenAI completions',
	recognises: ({prompt}) => typeof prompt === 'string' || Array.isArray(prompt),
	path: () => '/openai/v1/completions',
	serves: path => /\/completions(\?|$)/.test(path),
	read: ({body}) => readWhole(body, choice => stringAt(choice, 'text') ?? ''),
	readEvent: event => readPart(event, choice => stringAt(choice, 'text') ?? ''),
};

type TextOf = (choice: unknown) => string;

function readWhole(body: string, textOf: TextOf): Reading {
	const answer = parsedOrUndefined(body);
	const choices = listAt(answer, 'choices').slice(0, mostChoices);
	if (choices.length === 0) return unread(errorWords(answer) ?? 'is no OpenAI answer: it has no list "choices"');
	const texts = choices.map(choice => textOf(choice));
	// What a call is known by differs each time.
	const calls = choices
		.flatMap(choice => listAt(choice, 'message', 'tool_calls'))
		.map(call => fieldAt(call, 'function'));
	return {
		outputs: textOutputs(texts, calls),
		model: stringAt(answer, 'model') ?? '',
		...tokensOf(answer),
	};
}

/** Members of what a chat's event brings that are made by the model beside its text. */
const otherContent = ['reasoning_content', 'reasoning', 'refusal', 'tool_calls'];

function readPart(event: unknown, textOf: TextOf): StreamPart {
	const choices = listAt(event, 'choices');
	const texts = choices.flatMap((choice, place) => {
		const index = numberAt(choice, 'index') ?? place;
		const isChoice = Number.isInteger(index) && index >= 0 && index < mostChoices;
		const text = textOf(choice);
		return isChoice && text !== '' ? [{choice: index, text}] : [];
	});
	const isOther = choices.some(choice => otherContent.some(key => isFilled(fieldAt(choice, 'delta', key))));
	const failure = errorWords(event) ?? (Array.isArray(fieldAt(event, 'choices')) ? undefined : noEvent);
	return {
		texts,
		isContent: texts.length > 0 || isOther,
		model: stringAt(event, 'model') ?? '',
		...tokensOf(event),
		...(failure !== undefined && {failure}),
	};
}

const noEvent = 'has an event that is none of OpenAI: it has no list "choices"';

function isFilled(value: unknown): boolean {
	return (typeof value === 'string' || Array.isArray(value)) && value.length > 0;
}

function tokensOf(answer: unknown): {readonly tokens?: number} {
	const tokens = numberAt(answer, 'usage', 'completion_tokens');
	return tokens !== undefined && Number.isSafeInteger(tokens) && tokens >= 0 ? {tokens} : {};
}
