import {isRecord} from '../objects/object.ts';
import {shortened} from './cut.ts';
import {html, Html} from './html.ts';

/** A request as a person reads it. */
export interface ReadRequest {
	/** The inputs of one of protocol V2, a line each: `pixels FP32 [1,64]: 0 5 13`; of others the body. */
	readonly text: string;
	/** Of numbers that may be the pixels of one small picture. */
	readonly picture: Html | undefined;
}

/** More numbers than these would be cut. */
const mostNumbers = 1000;
const mostPixels = 32 * 32;
const greys = 12;

/** Reads a request's body. */
export function readRequest(body: string): ReadRequest {
	const inputs = inputsOf(body);
	if (inputs === undefined) return {text: body, picture: undefined};
	const text = inputs.map(({name, datatype, shape, data}) => {
		const elements = data
			.slice(0, mostNumbers)
			.map(element => (typeof element === 'string' ? element : JSON.stringify(element)));
		return `${name} ${datatype} [${shape.join(',')}]: ${elements.join(' ')}`;
	});
	return {text: text.join('\n'), picture: inputs.length === 1 && inputs[0] ? pictureOf(inputs[0]) : undefined};
}

interface Input {
	readonly name: string;
	readonly datatype: string;
	readonly shape: readonly number[];
	readonly data: readonly unknown[];
}

function inputsOf(body: string): readonly Input[] | undefined {
	let request: unknown;
	try {
		request = JSON.parse(body);
	} catch {
		return undefined;
	}

	const inputs = isRecord(request) && Array.isArray(request['inputs']) ? (request['inputs'] as unknown[]) : [];
	const read = inputs.map(inputOf).filter(input => input !== undefined);
	return inputs.length > 0 && inputs.length === read.length ? read : undefined;
}

function inputOf(input: unknown): Input | undefined {
	if (!isRecord(input)) return undefined;
	const {name, datatype, shape, data} = input;
	if (typeof name !== 'string' || typeof datatype !== 'string' || !Array.isArray(shape) || !Array.isArray(data))
		return undefined;
	return {
		name: shortened(name, 60),
		datatype: shortened(datatype, 20),
		shape: shape.slice(0, 8).map(Number),
		data: data.flat(8),
	};
}

/**
 * Numbers of one input whose shape ends in the sides of a picture, or whose count is a square as of the digits of scikit-learn, drawn
 * from light to dark. A guess, which costs nothing where it is wrong: the numbers stand beside it.
 */
function pictureOf({shape, data}: Input): Html | undefined {
	const [height, width] = sidesOf(shape, data.length);
	if (height < 8 || width < 8 || width * height !== data.length || data.length > mostPixels) return undefined;
	const pixels = data.map(Number);
	const [low, high] = [Math.min(...pixels), Math.max(...pixels)];
	if (!(high > low) || !Number.isFinite(high - low)) return undefined;
	const levels = pixels.map(pixel => Math.round(((pixel - low) / (high - low)) * greys));
	const paths = Array.from({length: greys}, (_, index) => levelPath(levels, index + 1, width));
	const scale = 64 / height;
	return html`<svg
		class="picture"
		role="img"
		aria-label="The input as a picture"
		viewBox="0 0 ${width} ${height}"
		width="${Math.round(width * scale)}"
		height="64"
	>
		${paths}
	</svg>`;
}

function sidesOf(shape: readonly number[], count: number): readonly [number, number] {
	const [height = 0, width = 0] = shape.filter(size => size > 1).slice(-2);
	if (height * width === count) return [height, width];
	const side = Math.sqrt(count);
	return Number.isInteger(side) ? [side, side] : [0, 0];
}

/** The pixels of one level, as one path. */
function levelPath(levels: readonly number[], level: number, width: number): Html | undefined {
	const squares = levels.flatMap((one, index) =>
		one === level ? [`M${index % width} ${Math.floor(index / width)}h1v1h-1z`] : [],
	);
	return squares.length === 0
		? undefined
		: html`<path fill-opacity="${(level / greys).toFixed(2)}" d="${new Html(squares.join(''))}" />`;
}
