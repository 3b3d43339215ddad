import {LineChart, ScatterChart, type LineSeriesOption, type ScatterSeriesOption} from 'echarts/charts';
import {
	GridComponent,
	MarkAreaComponent,
	MarkLineComponent,
	type GridComponentOption,
	type MarkAreaComponentOption,
	type MarkLineComponentOption,
} from 'echarts/components';
import {init, use as register, type ComposeOption} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';
import {html, Html} from '../html.ts';

register([LineChart, ScatterChart, GridComponent, MarkLineComponent, MarkAreaComponent, SVGRenderer]);

/** What our plots are made of. */
export type PlotOption = ComposeOption<
	LineSeriesOption | ScatterSeriesOption | GridComponentOption | MarkLineComponentOption | MarkAreaComponentOption
>;

/** Near the width that a figure has on a page, so that its text is as large as the page's. */
const width = 440;

/**
 * A plot as SVG that scales, read out as `description`. Its colours are the page's variables, so that it is light or dark as the
 * page is. Drawn by ECharts without a DOM; it escapes the texts of labels.
 */
export function draw(
	option: PlotOption,
	{height, description}: {readonly height: number; readonly description: string},
): Html {
	const chart = init(null, undefined, {renderer: 'svg', ssr: true, width, height});
	chart.setOption({animation: false, textStyle: {fontFamily: 'inherit', fontSize: 13}, ...option});
	// Its style is of hovering, of which nothing shows here.
	const svg = chart.renderToSVGString().replace(/<style[^]*?<\/style>/, '');
	chart.dispose();
	return html`<div role="img" aria-label="${description}">${new Html(svg)}</div>`;
}
