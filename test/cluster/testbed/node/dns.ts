import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {answerFor} from './dns-answers.ts';
import {readQuestion, response} from './dns-message.ts';
import type {Services} from './services.ts';

/** Answers DNS over UDP for the names of Services. */
export async function serveDns(host: string, services: Services): Promise<void> {
	const socket = createSocket('udp4', (query, {address, port}) => {
		const question = readQuestion(query);
		if (question) socket.send(response(query, question, answerFor(question.name, services)), port, address);
	});
	socket.bind(53, host);
	await once(socket, 'listening');
}
