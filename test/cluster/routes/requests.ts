import type {Request} from './ask.ts';
import type {AppCase} from './setups.ts';

/** `APP` stands for the app's name. */
const paths = [
	'/',
	'/?trace=1&next=/v2/models/APP',
	'/v2/models/APP',
	'/v2/models/APP/infer',
	'/v2/models/APP/infer?version=2',
	'/v2/models/APP/infer?a=%2F&b=1+2&a=3',
	'/v2/models/APP/ready',
	'/v2/models/APP/versions/3/infer',
	'/v2/models/APPed/infer',
	'/v2/models/wisdom-2/infer',
	'/v2/models/wisdom-1/infer',
	'/v2/health/live',
	'/v2/health/ready?version=1',
	'/v2',
	'/v1/models',
	'/v1/models/APP',
	'/v1/models/APP:predict',
	'/v1/models/APP:explain?x=:predict',
	'/v1/models/wisdom-1:predict',
	'/openai/v1/models',
	'/openai/v1/chat/completions',
	'/preview/new',
	'/inference.GRPCInferenceService/ModelInfer',
] as const;

const headers: readonly Readonly<Record<string, string>>[] = [
	{},
	{traffic: 'test'},
	{traffic: 'tested'},
	{traffic: 'beta-7'},
	{traffic: 'path'},
	{'x-user': 'u12'},
	{'x-user': 'u12x'},
	{'iter8-branch': 'wisdom-1'},
	{'iter8-branch': 'wisdom-9', traffic: 'Test'},
	{traffic: 'test', 'x-user': 'u12', 'app-version': 'mine'},
];

/** Whether the whole matrix is sent (`npm run long:routes`), not a third of it. */
export const isWhole = process.env['ITER8_WHOLE_MATRIX'] === '1';

/**
 * Paths with sets of headers; methods and the app's hosts take turns. All of them when the matrix is whole; else a third, another
 * one for other weights, so that each path meets each set of headers somewhere.
 */
export function requestsTo({app: {name, namespace}, weights}: AppCase): readonly Request[] {
	const turn = weights.reduce((sum, weight, index) => sum + weight * (index + 1), 0);
	const host = `${name}.${namespace}`;
	const hosts = [host, `${host}.svc`, `${host}.svc.cluster.local`, `${host}:80`];
	const isSent = (row: number, column: number): boolean => isWhole || (row + 2 * column + turn) % 3 === 0;
	return paths.flatMap((path, row) =>
		headers.flatMap((each, column) => {
			if (!isSent(row, column)) return [];
			const request: Request = {
				method: (row + column) % 3 === 0 ? 'GET' : 'POST',
				host: hosts[(row * headers.length + column) % hosts.length] ?? host,
				path: path.replaceAll('APP', name),
				headers: each,
			};
			return [request];
		}),
	);
}
