import type http from 'node:http';

/**
 * The module node:http, for servers without TLS. An import of it would load all its exports, a WebSocket and a fetch among
 * them, which takes 30 ms of every start; node:https has no such exports.
 */
export function plainHttp(): typeof http {
	return process.getBuiltinModule('node:http');
}
