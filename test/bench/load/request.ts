/** What every generator sends in `npm run bench:load`: an inference of one of the digits, over so many connections. */
export const request = {
	path: '/v2/models/digits/infer',
	body: JSON.stringify({
		inputs: [
			{name: 'predict', shape: [1, 64], datatype: 'FP32', data: Array.from({length: 64}, (_, index) => index % 17)},
		],
	}),
	connections: 64,
} as const;
