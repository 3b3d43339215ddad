import {Agent, createServer, request, type IncomingMessage, type ServerResponse} from 'node:http';
import {buffer} from 'node:stream/consumers';
import {parseArgs} from 'node:util';

// A transformer, or an explainer, as KServe starts one: it asks the predictor the very request that it got, by the predictor's name,
// and marks the answer with the name of its model in the header `x-transformed-by`, or in the one that `--mark` names. Its log has
// the path of each request.

const {values} = parseArgs({
	args: process.argv.slice(2),
	options: {
		model_name: {type: 'string', default: ''},
		predictor_host: {type: 'string', default: ''},
		predictor_protocol: {type: 'string', default: 'v1'},
		http_port: {type: 'string', default: '8080'},
		mark: {type: 'string', default: 'x-transformed-by'},
	},
	strict: false,
});
const [host, port = '80'] = String(values.predictor_host).split(':');
const agent = new Agent({keepAlive: true});

async function answer(asked: IncomingMessage, response: ServerResponse): Promise<void> {
	const mark = {[String(values.mark)]: String(values.model_name)};
	if (asked.method === 'GET') {
		response.writeHead(200, mark);
		response.end(JSON.stringify({name: values.model_name, ready: true}));
		return;
	}

	console.log(asked.url);
	const body = await buffer(asked);
	try {
		const predicted = await ask(asked, body);
		response.writeHead(predicted.statusCode ?? 502, {...predicted.headers, ...mark});
		predicted.pipe(response);
	} catch (error) {
		if (!response.headersSent) response.writeHead(502);
		response.end(`the predictor ${values.predictor_host} was not reached: ${String(error)}\n`);
	}
}

/** A kept connection may close, idle or with its pod, in the very moment in which it is used: what it took is sent again. */
async function ask(asked: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
	const headers = {...asked.headers, host: String(values.predictor_host)};
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	const sent = request({host, port, path: asked.url, method: asked.method, headers, agent}, resolve);
	sent.on('error', error => {
		if (sent.reusedSocket) resolve(ask(asked, body));
		else reject(error);
	});
	sent.end(body);
	return promise;
}

const server = createServer((asked, response) => void answer(asked, response)).listen(
	Number(values.http_port),
	'0.0.0.0',
);
process.on('SIGTERM', () => server.close(() => process.exit()));
